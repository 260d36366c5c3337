/** The first half of a scan: which Regions answer, and what there is in each. */
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import { type Inventory, takeInventory } from "../../shared/sweep/inventory.ts";
import { startProgress } from "../assess/progress.ts";
import { credentialsProblem, type ReadingClients, type RegionClients, silenceProblem } from "../aws-reading.ts";
import { CommandError, type Io } from "../io.ts";

export interface Place {
  region: string;
  clients: RegionClients;
  inventory: Inventory;
}

export interface Listing {
  places: readonly Place[];
  /** Regions that gave no answer, with the reason as a clause. */
  silent: readonly { region: string; reason: string }[];
}

/** Throws CommandError where no Region answers. */
export async function listRegions(
  regions: readonly string[],
  kinds: readonly ResourceKind[],
  clients: ReadingClients,
  io: Io,
): Promise<Listing> {
  const probed = await Promise.all(regions.map((region) => probe(region, clients, io)));
  const silent = probed.flatMap(({ region, reason }) => (reason === null ? [] : [{ region, reason }]));
  const answering = probed.filter(({ reason }) => reason === null);
  if (answering.length === 0) throw new CommandError(silent.map(({ region, reason }) => `${region}: ${reason}`));
  const places: Place[] = [];
  const progress = startProgress(answering.length * kinds.length, io);
  let found = 0;
  for (const { region, clients: own } of answering) {
    const before = places.length * kinds.length;
    let listed = 0;
    const told = (total: number) => progress.at(before + ++listed, `kinds listed: ${found + total} resources`);
    const inventory = await takeInventory(own.sageMaker, kinds, { now: io.now, progress: told });
    found += inventory.listed.length;
    places.push({ region, clients: own, inventory });
  }
  progress.end();
  return { places, silent };
}

interface Probed {
  region: string;
  clients: RegionClients;
  reason: string | null;
}

/** One cheap call first: a Region that does not answer would cost the patience for every kind. */
async function probe(region: string, clients: ReadingClients, io: Io): Promise<Probed> {
  const own = clients.inRegion(region);
  return { region, clients: own, reason: await silence(own.sageMaker, io) };
}

async function silence(api: SageMakerApi, io: Pick<Io, "env">): Promise<string | null> {
  try {
    await api.call("ListNotebookInstances", { MaxResults: 1 });
    return null;
  } catch (error) {
    const problem = credentialsProblem(error);
    if (problem !== null) return `${problem}; where they work elsewhere, the Region is not enabled for the account`;
    return silenceProblem(error, io);
  }
}
