/** Reads the network from EC2: what a posture names, and what stands around it. */
import { failureReason, isRetryable } from "../../aws/errors.ts";
import { createNetworkFacts, FactCollection, type FactItem, type FactName } from "../facts.ts";
import { type NetworkNeeds, type NetworkReader, NetworkUnavailableError, needsNothing } from "../needs.ts";
import { createReadCache, type ReadCache, type Reading } from "./cache.ts";
import { createCalls, type Ec2Api } from "./calls.ts";
import {
  ACCOUNT_SOURCES,
  FLOW_LOGS,
  groupUses,
  NETWORK_INTERFACES,
  PREFIX_LIST_ENTRIES,
  PREFIX_LISTS,
  SECURITY_GROUPS,
  type Source,
  SUBNETS,
  type UsesOf,
  VPC_SOURCES,
  WHOLE_ACCOUNT,
} from "./sources.ts";
import { unseenOfOwners } from "./unseen-of-owners.ts";

export interface NetworkReaderOptions {
  api: Ec2Api;
  now(): Date;
  /** The account that is read; with it, what owners of shared subnets do not show is told apart from what is not there. */
  account?: string | null | undefined;
  /** How long answers are used again; 60 seconds unless told. */
  ttlSeconds?: number;
  /** How many ids, VPCs and prefix lists are kept at the most. */
  mostKept?: number;
  /** Who uses security groups; that stays unread without it. */
  usesOf?: UsesOf | undefined;
}

/**
 * A reader that keeps what EC2 answered, ids that do not exist included, for `ttlSeconds` (60 unless told) and lets
 * readings at the same time share their calls. Errors are not kept. A kind whose call is refused is unread; throws
 * NetworkUnavailableError where a call failed that may work later.
 *
 * A subnet, a group and an interface in one VPC cost 16 calls when all kinds are asked for, and 8 of them or 9 for what
 * `subnets-private` asks. So do up to 200 of each in one VPC, and every other VPC costs two more, for its DNS attributes.
 * What comes on top: further pages (1,000 items each, 100 of route tables), one call for the endpoints' own groups, one
 * for the prefix lists that are named, and one for each 100 entries of each of these.
 */
export function createNetworkReader(options: NetworkReaderOptions): NetworkReader {
  const { api, now, account = null, ttlSeconds = 60, mostKept = 5_000, usesOf } = options;
  const calls = createCalls(api);
  const cache = createReadCache({ calls, now, ttlSeconds, most: mostKept });
  return {
    async read(needs, { fresh = false } = {}) {
      if (needsNothing(needs)) return createNetworkFacts([]);
      const told = new Told(cache, fresh ? cache.moment() : 0);
      await readNeeds(needs, told, usesOf);
      for (const [id, reason] of unseenOfOwners(told.collected, account)) told.ids.set(id, reason);
      return told.collected.toFacts({ kinds: told.kinds, ids: Object.fromEntries(told.ids) });
    },
  };
}

/** What one reading told so far. */
class Told {
  readonly collected = new FactCollection();
  readonly kinds: Partial<Record<FactName, string>> = {};
  readonly ids = new Map<string, string>();
  readonly #cache: ReadCache;
  readonly #since: number;

  constructor(cache: ReadCache, since: number) {
    this.#cache = cache;
    this.#since = since;
  }

  async ask<Name extends FactName>(source: Source<Name>, keys: readonly string[]): Promise<FactItem<Name>[]> {
    const asked = unique(this.#askable(source, keys));
    const readings = await this.#cache.take(source, asked, this.#since);
    if (asked.length === 0 && this.kinds[source.name] === undefined) this.collected.tell(source.name);
    return asked.flatMap((key) => this.#collect(source, key, readings.get(key)));
  }

  /** In a filter `*` and `?` stand for any text, so that what is no id might name everything. */
  #askable({ keyAt }: Source, keys: readonly string[]): string[] {
    if (keyAt === null) return [...keys];
    const ids = keys.filter((key) => ID.test(key));
    for (const key of keys) if (!ID.test(key)) this.ids.set(key, `${JSON.stringify(key)} is not an id of EC2`);
    return ids;
  }

  #collect<Name extends FactName>(source: Source<Name>, key: string, reading: Reading | undefined): FactItem<Name>[] {
    const { name, answers } = source;
    if (reading === undefined) return [];
    if (reading.status === "failed") return this.#refuse(source, key, reading.error);
    this.collected.tell(name);
    const items = reading.items as FactItem<Name>[];
    for (const item of items) this.collected.add(name, item);
    for (const problem of reading.problems) this.collected.refuse(name, problem);
    if (answers === "id" && items.length === 0 && reading.problems.length === 0) {
      this.ids.set(key, `${key} does not exist, or is not shared with this account`);
    }
    return items;
  }

  #refuse({ name, operation, answers }: Source, key: string, error: unknown): [] {
    const reason = failureReason(operation, error);
    if (isRetryable(error)) throw new NetworkUnavailableError(reason, { cause: error });
    if (answers === "part") this.ids.set(key, reason);
    else this.kinds[name] = reason;
    return [];
  }
}

const ID = /^[a-z]+-[0-9A-Za-z-]{1,100}$/;
const NO_SWEEP = "who else uses it is known only after a sweep";

async function readNeeds(needs: NetworkNeeds, told: Told, usesOf: UsesOf | undefined): Promise<void> {
  const ask = askFor(new Set(needs.facts), told);
  if (usesOf === undefined) told.kinds.groupUses = NO_SWEEP;
  const [subnets, groups, interfaces] = await Promise.all([
    needs.facts.some(isInVpc) ? told.ask(SUBNETS, needs.subnets) : [],
    ask(SECURITY_GROUPS, needs.securityGroups),
    ask(NETWORK_INTERFACES, needs.networkInterfaces),
    usesOf === undefined ? [] : ask(groupUses(usesOf), needs.securityGroups),
    ...ACCOUNT_SOURCES.map((source) => ask(source, [WHOLE_ACCOUNT])),
  ]);
  const vpcs = unique([...needs.vpcs, ...[...subnets, ...groups, ...interfaces].flatMap(({ VpcId }) => VpcId ?? [])]);
  const logged = [...vpcs, ...needs.subnets, ...needs.networkInterfaces];
  await Promise.all([ask(FLOW_LOGS, logged), ...readVpcs(vpcs, ask, told)]);
  await ask(SECURITY_GROUPS, groupsOfEndpoints(told.collected));
  const lists = await ask(PREFIX_LISTS, prefixListsIn(told.collected));
  await ask(PREFIX_LIST_ENTRIES, unique(lists.map(({ PrefixListId }) => PrefixListId)));
}

type Ask = <Name extends FactName>(source: Source<Name>, keys: readonly string[]) => Promise<FactItem<Name>[]>;

/** Asks for the kinds that are wanted; no others are read. */
function askFor(wanted: ReadonlySet<FactName>, told: Told): Ask {
  return async (source, keys) => (wanted.has(source.name) ? told.ask(source, keys) : []);
}

function isInVpc(wanted: FactName): boolean {
  return wanted === FLOW_LOGS.name || VPC_SOURCES.some(({ name }) => name === wanted);
}

function readVpcs(vpcs: readonly string[], ask: Ask, told: Told): Promise<unknown>[] {
  if (vpcs.length > 0) return VPC_SOURCES.map((source) => ask(source, vpcs));
  const why = told.kinds.subnets === undefined ? "" : `: ${told.kinds.subnets}`;
  for (const { name } of VPC_SOURCES) {
    if (name !== SUBNETS.name) told.kinds[name] = `which VPC to look in is not known${why}`;
  }
  return [];
}

function groupsOfEndpoints(collected: FactCollection): string[] {
  return unique(collected.items("vpcEndpoints").flatMap(({ Groups }) => Groups.map(({ GroupId }) => GroupId)));
}

/** Those that the routes and the groups' rules name. */
function prefixListsIn(collected: FactCollection): string[] {
  const routes = collected.items("routeTables").flatMap((table) => table.Routes);
  const groups = collected.items("securityGroups");
  const rules = groups.flatMap(({ IpPermissions, IpPermissionsEgress }) => [...IpPermissions, ...IpPermissionsEgress]);
  return unique([
    ...routes.flatMap(({ DestinationPrefixListId }) => DestinationPrefixListId ?? []),
    ...rules.flatMap(({ PrefixListIds }) => PrefixListIds.map(({ PrefixListId }) => PrefixListId)),
  ]);
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
