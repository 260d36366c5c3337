/** An assessment with what it needs to know of the network, read first where there is anything to read. */
import { createNetworkFacts, type NetworkFacts } from "../network/facts.ts";
import { type NetworkNeeds, type NetworkReader, needsNothing } from "../network/needs.ts";
import { type AssessInput, assess } from "./assess.ts";
import { networkNeeds } from "./network-needs.ts";
import type { Assessment } from "./verdict.ts";

/** Nothing is known of the network, because nothing of it is asked for. */
export const NO_FACTS: NetworkFacts = createNetworkFacts([]);

/** Asks `reader` for a reader only where something is to be read. Throws NetworkUnavailableError. */
export async function assessInNetwork(
  input: Omit<AssessInput, "network">,
  reader: () => Promise<NetworkReader>,
): Promise<Assessment> {
  const needs = networkNeeds(input.kind, input.posture, input.policy);
  return assess({ ...input, network: await readNetwork(needs, reader) });
}

/** What EC2 says; nothing is loaded and called where nothing is needed. Throws NetworkUnavailableError. */
export async function readNetwork(
  needs: NetworkNeeds,
  reader: () => Promise<NetworkReader>,
  options: { fresh?: boolean } = {},
): Promise<NetworkFacts> {
  return needsNothing(needs) ? NO_FACTS : (await reader()).read(needs, options);
}
