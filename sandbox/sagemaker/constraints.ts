import { membersAt } from "../../shared/sagemaker/document.ts";
import { validationError } from "./errors.ts";

/**
 * What the API asks of a member beyond its type; the SDK's schemas do not know it. `at` is a dotted path, with `[]` for
 * every element of a list. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations.html
 */
export type Constraint = { at: string } & (
  | { pattern: RegExp }
  | { oneOf: readonly string[] }
  | { from: number; to: number }
  | { longest: number }
  | { mostItems: number }
);

const SUBNET_ID = /^subnet-[a-z0-9-]+$/;
const SECURITY_GROUP_ID = /^sg-[a-z0-9-]+$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

export function nameAt(at: string, longest = 63): Constraint[] {
  return [
    { at, pattern: NAME },
    { at, longest },
  ];
}

export function roleAt(at: string): Constraint {
  return { at, pattern: ROLE_ARN };
}

export function subnetsAt(at: string): Constraint {
  return { at, pattern: SUBNET_ID };
}

export function securityGroupsAt(at: string): Constraint {
  return { at, pattern: SECURITY_GROUP_ID };
}

export function vpcConfigAt(at: string): Constraint[] {
  return [
    subnetsAt(`${at}.Subnets[]`),
    { at: `${at}.Subnets`, mostItems: 16 },
    securityGroupsAt(`${at}.SecurityGroupIds[]`),
    { at: `${at}.SecurityGroupIds`, mostItems: 5 },
  ];
}

/** Throws ValidationException that names every member in breach, as the service words it. */
export function checkConstraints(input: object, constraints: readonly Constraint[]): void {
  const breaches = constraints.flatMap((constraint) => breachesOf(input, constraint));
  if (breaches.length === 0) return;
  const count = `${breaches.length} validation error${breaches.length === 1 ? "" : "s"} detected`;
  throw validationError(`${count}: ${breaches.join("; ")}`);
}

function breachesOf(input: object, constraint: Constraint): string[] {
  return membersAt(input, constraint.at).flatMap(({ path, value }) => {
    const broken = brokenRule(value, constraint);
    if (broken === null) return [];
    const shown = Array.isArray(value) ? "" : ` '${String(value)}'`;
    return [`Value${shown} at '${wirePath(path)}' failed to satisfy constraint: ${broken}`];
  });
}

function brokenRule(value: unknown, constraint: Constraint): string | null {
  if ("pattern" in constraint) {
    if (typeof value !== "string" || constraint.pattern.test(value)) return null;
    return `Member must satisfy regular expression pattern: ${constraint.pattern.source.replace(/\$$/, "")}`;
  }
  if ("oneOf" in constraint) {
    if (typeof value !== "string" || constraint.oneOf.includes(value)) return null;
    return `Member must satisfy enum value set: [${constraint.oneOf.join(", ")}]`;
  }
  if ("from" in constraint) return outOfRange(value, constraint.from, constraint.to);
  const most = "longest" in constraint ? constraint.longest : constraint.mostItems;
  const length = typeof value === "string" || Array.isArray(value) ? value.length : 0;
  return length <= most ? null : `Member must have length less than or equal to ${most}`;
}

function outOfRange(value: unknown, from: number, to: number): string | null {
  if (typeof value !== "number") return null;
  if (value < from) return `Member must have value greater than or equal to ${from}`;
  return value > to ? `Member must have value less than or equal to ${to}` : null;
}

/** The path as the service spells it: `VpcConfig.Subnets[0]` → `vpcConfig.subnets.1.member`. */
function wirePath(path: string): string {
  return path
    .replaceAll(/\[(\d+)\]/g, (_match, index: string) => `.${Number(index) + 1}.member`)
    .split(".")
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join(".");
}
