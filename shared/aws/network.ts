/** The network reader of this execution environment. Loaded only where something of the network is to be read. */
import type { NetworkReader } from "../network/needs.ts";
import { createNetworkReader } from "../network/read/reader.ts";
import { ec2 } from "./ec2.ts";

let reader: NetworkReader | undefined;

export function networkReader(): NetworkReader {
  reader ??= createNetworkReader({ api: ec2(), now: () => new Date() });
  return reader;
}
