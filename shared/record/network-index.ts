/**
 * Which resources stand on which thing of the network: `network#<id>` / `resource#<resourceKey>` for what a resource names
 * itself (its subnets, groups and interfaces), `network#<id>` / `stands-on#<id>` for what lies between. Kept by the sweep;
 * an entry that no sweep renews goes after a week. A sweep writes one item for each id that a resource names, and one for
 * each edge of the network, 25 a call; a look-up makes one query for each thing that it passes.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import pMap from "p-map";
import type { Edge } from "../network/standing/edges.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { resource as resourceSchema } from "./schemas.ts";
import { createTable, type Item, parseData } from "./table.ts";

/** A resource with the ids that it names. */
export interface Standing {
  resource: ResourceRef;
  ids: readonly string[];
}

export interface Reached {
  /** The resources, each once. */
  resources: ResourceRef[];
  /** The given ids and everything that stands on them. */
  ids: ReadonlySet<string>;
}

export interface NetworkIndex {
  /** Renews entries; throws LedgerUnavailableError and LedgerError like the ledger. */
  put(standing: readonly Standing[], edges: readonly Edge[]): Promise<void>;
  /** What stands on the given ids, directly or over others. */
  resourcesOn(ids: readonly string[]): Promise<Reached>;
  /** The kinds of the resources that name each of the ids themselves. */
  kindsOn(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

export interface NetworkIndexOptions {
  /** The table's name. */
  table: string;
  client: DynamoDBDocumentClient;
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

const KEPT_SECONDS = 7 * 24 * 3_600;
const RESOURCE = "resource#";
const EDGE = "stands-on#";
const CONCURRENCY = 8;
/** The longest way there is: a NAT gateway's route table, its subnet, the gateway, a main table, the VPC, a subnet. */
const MOST_STEPS = 8;

export function createNetworkIndex(options: NetworkIndexOptions): NetworkIndex {
  const { table: name, client, now, wait } = options;
  const table = createTable(client, name);
  return {
    ...createNetworkIndexReader(options),
    put(standing, edges) {
      const expiresAt = Math.floor(now().getTime() / 1_000) + KEPT_SECONDS;
      const items = [...standing.flatMap(itemsOf), ...edges.map(itemOf)];
      return table.putAll(
        items.map((item) => ({ ...item, expiresAt })),
        wait,
      );
    },
  };
}

/** The index for those who only look things up. */
export function createNetworkIndexReader({
  table: name,
  client,
}: Pick<NetworkIndexOptions, "table" | "client">): Omit<NetworkIndex, "put"> {
  const table = createTable(client, name);
  return {
    resourcesOn: (ids) => reach(ids, (id) => table.list(`network#${id}`, "")),
    async kindsOn(ids) {
      const distinct = [...new Set(ids)];
      const found = await pMap(distinct, (id) => table.list(`network#${id}`, RESOURCE), { concurrency: CONCURRENCY });
      return new Map(distinct.map((id, index) => [id, kindsIn(found[index] ?? [])]));
    },
  };
}

function itemsOf({ resource, ids }: Standing): Item[] {
  const sk = `${RESOURCE}${resourceKey(resource)}`;
  return ids.map((id) => ({ pk: `network#${id}`, sk, data: resource }));
}

function itemOf({ from, on }: Edge): Item {
  return { pk: `network#${from}`, sk: `${EDGE}${on}` };
}

/** Breadth first, each thing once. */
async function reach(ids: readonly string[], query: (id: string) => Promise<Item[]>): Promise<Reached> {
  const reached = new Set(ids);
  const resources = new Map<string, ResourceRef>();
  let frontier = [...reached];
  for (let step = 0; frontier.length > 0 && step < MOST_STEPS; step += 1) {
    const items = (await pMap(frontier, query, { concurrency: CONCURRENCY })).flat();
    for (const item of items) if (item.sk.startsWith(RESOURCE)) resources.set(item.sk, readResource(item));
    frontier = items.flatMap(({ sk }) => (sk.startsWith(EDGE) ? [sk.slice(EDGE.length)] : []));
    frontier = [...new Set(frontier)].filter((id) => !reached.has(id));
    for (const id of frontier) reached.add(id);
  }
  return { resources: [...resources.values()], ids: reached };
}

function readResource(item: Item): ResourceRef {
  return parseData(resourceSchema, item);
}

function kindsIn(items: readonly Item[]): string[] {
  return [...new Set(items.map((item) => readResource(item).kind))].sort();
}
