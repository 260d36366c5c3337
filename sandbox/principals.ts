/** Access keys and whom they belong to. */
import { createHash, randomBytes } from "node:crypto";
import { AwsError, type Caller } from "./contract.ts";

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface RoleSession {
  roleArn: string;
  sessionName: string;
  sourceIdentity?: string;
  /** When the keys stop working; never, when absent. */
  expires?: Date;
}

export interface Principals {
  /** Throws an AwsError (ExpiredTokenException) for a role session that is over. */
  callerOf(accessKeyId: string): Caller;
  /** Hands out keys for a session of a role, for the account's functions and AssumeRole. */
  registerRole(session: RoleSession): SessionCredentials;
}

/**
 * Maps access keys to callers. Signatures are not verified: whoever sends a key is believed, and a key that was not
 * handed out here belongs to an IAM user named after it. The local account listens on loopback and guards nothing.
 */
export function createPrincipals({ accountId, now }: { accountId: string; now(): Date }): Principals {
  const sessions = new Map<string, { caller: Caller; expires: Date | undefined }>();
  return {
    callerOf(accessKeyId) {
      const session = sessions.get(accessKeyId);
      if (session === undefined) return userNamedAfter(accessKeyId, accountId);
      if (session.expires !== undefined && session.expires <= now()) {
        throw new AwsError("ExpiredTokenException", "The security token included in the request is expired", 403);
      }
      return session.caller;
    },
    registerRole(session) {
      const credentials = newCredentials();
      const caller = roleCaller(session, accountId, credentials.accessKeyId);
      sessions.set(credentials.accessKeyId, { caller, expires: session.expires });
      return credentials;
    },
  };
}

/** `jane` for the access key `jane`; characters that user names cannot have become dashes. */
function userNamedAfter(accessKeyId: string, accountId: string): Caller {
  const name = accessKeyId.replace(/[^\w+=,.@-]/g, "-").slice(0, 64);
  return { type: "IAMUser", accountId, arn: `arn:aws:iam::${accountId}:user/${name}`, name, accessKeyId };
}

function roleCaller(session: RoleSession, accountId: string, accessKeyId: string): Caller {
  const [, , , , account, path = ""] = session.roleArn.split(":");
  const owner = account || accountId;
  const role = roleName(path);
  return {
    type: "AssumedRole",
    accountId: owner,
    arn: `arn:aws:sts::${owner}:assumed-role/${role}/${session.sessionName}`,
    name: session.sessionName,
    accessKeyId,
    roleArn: session.roleArn,
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
  };
}

/** The name at the end of a role's ARN or path: `Scientist` of `role/teams/Scientist`. */
export function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}

/** A principal's unique id as IAM forms them (`AROA…`, `AIDA…`), the same for the same name. */
export function principalId(prefix: "AROA" | "AIDA", name: string): string {
  const digest = createHash("sha256").update(name).digest("hex").toUpperCase();
  return `${prefix}${digest.slice(0, 17)}`;
}

function newCredentials(): SessionCredentials {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(96).toString("base64"),
  };
}
