/** IAM statements for reading the network. */
import { READ_NETWORK_PERMISSIONS } from "../shared/network/read/calls.ts";
import type { Statement } from "./sagemaker-statements.ts";

/** IAM knows no resources for EC2's Describe calls. */
export function networkStatement(): Statement {
  return { Sid: "SeeNetwork", Effect: "Allow", Action: [...READ_NETWORK_PERMISSIONS].sort(), Resource: "*" };
}
