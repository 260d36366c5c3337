/** Who made a resource, from CloudTrail's `userIdentity`. */
import { isObject, member, stringAt } from "../sagemaker/document.ts";

/**
 * The caller behind an event. All null when the trigger carries no caller.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface Creator {
  /** `IAMUser`, `AssumedRole`, `Root`, `AWSService`, …; null when nobody knows. */
  type: string | null;
  /** `arn:aws:sts::111122223333:assumed-role/data-science/jane`. */
  arn: string | null;
  /** The role behind an assumed-role session. */
  roleArn: string | null;
  /** The person, as far as the event tells: source identity, else session name, else user name. */
  name: string | null;
  sourceIdentity: string | null;
  /** The AWS service that made the call for the caller. */
  invokedBy: string | null;
}

export const UNKNOWN_CREATOR: Creator = {
  type: null,
  arn: null,
  roleArn: null,
  name: null,
  sourceIdentity: null,
  invokedBy: null,
};

/** Reads the creator; whatever is missing or of a wrong type becomes null. */
export function readCreator(userIdentity: unknown): Creator {
  if (!isObject(userIdentity)) return UNKNOWN_CREATOR;
  const arn = stringAt(userIdentity, "arn") ?? null;
  const context = member(userIdentity, "sessionContext");
  const sourceIdentity = stringAt(context, "sourceIdentity") ?? null;
  const invokedBy = stringAt(userIdentity, "invokedBy") ?? null;
  const type = stringAt(userIdentity, "type") ?? null;
  return {
    type,
    arn,
    roleArn: stringAt(context, "sessionIssuer.arn") ?? null,
    name: sourceIdentity ?? stringAt(userIdentity, "userName") ?? sessionName(arn) ?? invokedBy,
    sourceIdentity,
    invokedBy,
  };
}

/** Whether nothing tells who it was. */
export function isUnknown({ arn, name }: Creator): boolean {
  return arn === null && name === null;
}

/** The creator in one phrase, for messages: `jane (assumed-role/data-science)`. */
export function describeCreator(creator: Creator): string {
  if (isUnknown(creator)) return "somebody unknown";
  const short = creator.arn === null ? null : principalOf(creator.arn) || creator.arn;
  const via = creator.invokedBy !== null && creator.invokedBy !== creator.name ? ` through ${creator.invokedBy}` : "";
  if (short === null || creator.name === null) return `${creator.name ?? short}${via}`;
  return `${creator.name} (${short})${via}`;
}

function sessionName(arn: string | null): string | null {
  if (arn === null) return null;
  return principalOf(arn).split("/").at(-1) || null;
}

/** Who an ARN stands for, in one phrase: `sam (assumed-role/ml-oncall/sam)`; what is no ARN stays as it is. */
export function describePrincipal(arn: string): string {
  const name = sessionName(arn);
  return name === null ? arn : `${name} (${principalOf(arn)})`;
}

/** What follows the account in an ARN: `user/jane`; empty for what is none. */
function principalOf(arn: string): string {
  return arn.split(":").slice(5).join(":");
}
