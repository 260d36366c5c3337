/**
 * What an endpoint's policy lets through, as far as one can tell without the request.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
import { isObject, member } from "../../sagemaker/document.ts";

/**
 * `open`: every call passes; `limited`: some do; `closed`: none does, whoever makes it. An endpoint whose policy EC2 does
 * not tell has the default one, which is open.
 */
export type PolicyReach = "open" | "limited" | "closed" | "unreadable";

/** `prefix` is that of the service's actions: `s3`, `sagemaker`. */
export function policyReach(document: string | undefined, prefix: string): PolicyReach {
  if (document === undefined) return "open";
  const statements = statementsOf(document);
  if (statements === undefined) return "unreadable";
  const whole = statements.filter((statement) => isAboutEverything(statement, prefix));
  const denied = statements.filter((statement) => member(statement, "Effect") === "Deny");
  if (whole.some((statement) => denied.includes(statement))) return "closed";
  if (denied.length === statements.length) return "closed";
  return whole.length > 0 && denied.length === 0 ? "open" : "limited";
}

function statementsOf(document: string): unknown[] | undefined {
  const policy = parsed(document);
  const statements = member(policy, "Statement");
  if (!isObject(policy) || statements === undefined) return undefined;
  const list = Array.isArray(statements) ? statements : [statements];
  return list.every(isObject) ? list : undefined;
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

function isAboutEverything(statement: unknown, prefix: string): boolean {
  const condition = member(statement, "Condition");
  if (isObject(condition) && Object.keys(condition).length > 0) return false;
  const isForAll = holdsAny(member(statement, "Principal"), ["*"]);
  const isOnAll = holdsAny(member(statement, "Resource"), ["*"]);
  return isForAll && isOnAll && holdsAny(member(statement, "Action"), ["*", `${prefix}:*`]);
}

/** A value, a list of them, or the principals by their kind: `{ "AWS": "*" }`. */
function holdsAny(value: unknown, wanted: readonly string[]): boolean {
  const values = isObject(value) ? Object.values(value).flat() : [value].flat();
  return values.some((one) => typeof one === "string" && wanted.includes(one.toLowerCase()));
}
