/** STS of the local account: who is calling, and sessions of roles. */
import type * as Sts from "@aws-sdk/client-sts";
import { AwsError, type Caller, type ServiceBackend } from "../contract.ts";
import { type Principals, principalId, roleName } from "../principals.ts";
import { operation } from "./operation.ts";

const HOUR = 3600;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function createSts(principals: Principals): ServiceBackend {
  return {
    operations: {
      AssumeRole: operation((input: Sts.AssumeRoleRequest, context) => {
        const { RoleArn: roleArn = "", RoleSessionName: sessionName = "" } = input;
        checkSession(roleArn, sessionName);
        const expires = new Date(context.now.getTime() + (input.DurationSeconds ?? HOUR) * 1000);
        const sourceIdentity = input.SourceIdentity ?? context.caller.sourceIdentity;
        const keys = principals.registerRole({
          roleArn,
          sessionName,
          expires,
          ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        });
        const { arn } = principals.callerOf(keys.accessKeyId);
        return {
          Credentials: {
            AccessKeyId: keys.accessKeyId,
            SecretAccessKey: keys.secretAccessKey,
            SessionToken: keys.sessionToken,
            Expiration: expires,
          },
          AssumedRoleUser: { Arn: arn, AssumedRoleId: `${principalId("AROA", roleName(roleArn))}:${sessionName}` },
          SourceIdentity: sourceIdentity,
          PackedPolicySize: 0,
        } satisfies Sts.AssumeRoleResponse;
      }),
      GetCallerIdentity: operation((_input: Sts.GetCallerIdentityRequest, { caller }) => ({
        Account: caller.accountId,
        Arn: caller.arn,
        UserId: userId(caller),
      })),
    },
  };
}

/** The unique id that GetCallerIdentity and CloudTrail give a caller: `AROA…:session` or `AIDA…`. */
export function userId(caller: Caller): string {
  if (caller.type === "Root") return caller.accountId;
  if (caller.roleArn === undefined) return principalId("AIDA", caller.name);
  return `${principalId("AROA", roleName(caller.roleArn))}:${caller.name}`;
}

function checkSession(roleArn: string, sessionName: string): void {
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn)) {
    throw new AwsError("ValidationError", `${roleArn} is invalid`);
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    const constraint = "Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}";
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: ${constraint}`,
    );
  }
}
