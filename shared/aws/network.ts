/** The network reader of this execution environment. Loaded only where something of the network is to be read. */
import type { NetworkReader } from "../network/needs.ts";
import { createNetworkReader } from "../network/read/reader.ts";
import type { UsesOf } from "../network/read/sources.ts";
import { ec2 } from "./ec2.ts";

let reader: NetworkReader | undefined;

/** `usesOf` is asked only where a rule is about who else uses a security group. */
export function networkReader(usesOf: UsesOf): NetworkReader {
  reader ??= createNetworkReader({ api: ec2(), now: () => new Date(), usesOf });
  return reader;
}
