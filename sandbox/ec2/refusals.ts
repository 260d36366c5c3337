/** EC2's refusals. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
import { AwsError } from "../contract.ts";

export function refused(code: string, message: string): AwsError {
  return new AwsError(code, message);
}

/** `missing` is `[code, message]`, with `ID_` in the message standing for the id. */
export function missing(resource: { missing: readonly [string, string] }, id: string): AwsError {
  const [code, message] = resource.missing;
  return refused(code, message.replace("ID_", id));
}

export function invalidValue(message: string): AwsError {
  return refused("InvalidParameterValue", message);
}

export function missingParameter(name: string): AwsError {
  return refused("MissingParameter", `The request must contain the parameter ${name}`);
}

/** Returns the item. Throws `code` when there is none, for things that are found inside of others. */
export function present<Item>(item: Item | undefined, code: string, message: string): Item {
  if (item === undefined) throw refused(code, message);
  return item;
}
