import { AwsError } from "../contract.ts";

/** The refusal of a change that does not fit the state of a HyperPod cluster, an inference experiment or a workforce. */
export function conflict(message: string): AwsError {
  return new AwsError("ConflictException", message);
}
