/** What an assessment needs to know of the network, and who can read it. */
import type { FactName, NetworkFacts } from "./facts.ts";

/** The ids that a posture names, and the kinds of facts that the rules on it read. */
export interface NetworkNeeds {
  subnets: readonly string[];
  securityGroups: readonly string[];
  networkInterfaces: readonly string[];
  vpcs: readonly string[];
  facts: readonly FactName[];
}

export const NO_NEEDS: NetworkNeeds = {
  subnets: [],
  securityGroups: [],
  networkInterfaces: [],
  vpcs: [],
  facts: [],
};

/** Whether there is nothing to read. */
export function needsNothing({ facts, ...ids }: NetworkNeeds): boolean {
  return facts.length === 0 || Object.values(ids).every((each) => each.length === 0);
}

/** Everything that any of them needs. */
export function unionOf(needs: readonly NetworkNeeds[]): NetworkNeeds {
  const all = <Name extends keyof NetworkNeeds>(name: Name) => [
    ...new Set(needs.flatMap((one) => one[name] as string[])),
  ];
  return {
    subnets: all("subnets"),
    securityGroups: all("securityGroups"),
    networkInterfaces: all("networkInterfaces"),
    vpcs: all("vpcs"),
    facts: all("facts") as FactName[],
  };
}

/** Reads facts from EC2. */
export interface NetworkReader {
  /**
   * What EC2 says about the needs; what it does not say is unread, with the reason. `fresh` passes over what was read
   * before: for decisions to act. Throws NetworkUnavailableError where EC2 gave no answer that may come later.
   */
  read(needs: NetworkNeeds, options?: { fresh?: boolean }): Promise<NetworkFacts>;
}

/** EC2 did not answer; the same reading may work later. */
export class NetworkUnavailableError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "NetworkUnavailableError";
  }
}
