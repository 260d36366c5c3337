/** Whether an identity may approve: it matches the policy's approvers, and is not who made the resource. */
import type { Approver } from "../decide/policy.ts";
import type { Creator } from "../detect/creator.ts";
import type { Identity } from "../record/ledger.ts";
import { type Principal, parsePrincipal } from "./identity.ts";

/** Slack users and groups need a sign-in of their own: they never match an IAM principal. */
export function isApprover(identity: Identity, approvers: readonly Approver[]): boolean {
  const principal = parsePrincipal(identity.arn);
  return principal !== null && approvers.some((approver) => matches(principal, approver));
}

const PATTERN = /^arn:([a-z*-]+):iam::(\d{12}|\*):(role|user)\/(.+)$/;

/**
 * A session's ARN does not tell its role's path, and role names are unique in an account: a role is compared by
 * account and name. So a pattern with a path and `*` in its name could mean other roles than its author's: it matches
 * none. A user is compared by account, path and name. `*` never crosses a `/`.
 */
function matches(principal: Principal, approver: Approver): boolean {
  const pattern = "iamRole" in approver ? approver.iamRole : "iamUser" in approver ? approver.iamUser : "";
  const [, partition, account, type, path] = PATTERN.exec(pattern) ?? [];
  if (partition === undefined || account === undefined || path === undefined) return false;
  if (type !== ("iamRole" in approver ? "role" : "user") || principal.type !== type) return false;
  if (!glob(partition, principal.partition) || !glob(account, principal.account)) return false;
  return type === "user" ? glob(path, principal.name) : glob(comparableRoleName(path), principal.name);
}

function comparableRoleName(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  return path.includes("/") && name.includes("*") ? "" : name;
}

function glob(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]*")}$`).test(text);
}

/**
 * Session names that name no person: Studio and notebooks call in as `SageMaker`, instances as their id, and SDKs make
 * one up when nobody chose one, another with every session.
 */
const IMPERSONAL_SESSION =
  /^(sagemaker|i-[0-9a-f]{8,17}|botocore-session-\d+|aws-(sdk-(js|java|rust)|go-sdk|cli|sdk-js-session)-\S+|AWSCLI-Session|\d+)$/i;

/**
 * Whether the identity is the person who made the resource: the same principal, the same session of the same role, or
 * the same personal name under another principal. The role alone is not the person, unless its sessions have no
 * personal names. A creator of whom nothing is known is nobody.
 */
export function isCreator(identity: Identity, creator: Creator): boolean {
  if (creator.arn !== null && same(creator.arn, identity.arn)) return true;
  const principal = parsePrincipal(identity.arn);
  const made = creator.arn === null ? null : parsePrincipal(creator.arn);
  const person = principal?.person?.trim() ?? "";
  const names = [creator.name, creator.sourceIdentity, made?.person ?? null];
  if (person !== "" && names.some((name) => name !== null && same(name, person))) return true;
  const shared = made?.type === "role" && IMPERSONAL_SESSION.test(made.person ?? "");
  return shared && principal?.type === "role" && sameRole(made, principal);
}

/** Whether the identity is a session of one of these roles, by ARN. */
export function hasRole(identity: Identity, roles: readonly string[]): boolean {
  const principal = parsePrincipal(identity.arn);
  if (principal?.type !== "role") return false;
  return roles.some((arn) => {
    const [, , , , account] = arn.split(":");
    return account === principal.account && same(arn.split("/").at(-1) ?? "", principal.name);
  });
}

function sameRole(one: Principal, other: Principal): boolean {
  return one.account === other.account && same(one.name, other.name);
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
