/** The permission check of the local account, worded as AWS words its refusals. */
import { AwsError } from "./contract.ts";
import { type AccessRequest, type Decision, evaluatePolicies, type PolicyDocument } from "./iam.ts";
import { type PermissionOptions, permissionsFor } from "./permissions.ts";
import type { CallRequest } from "./wire/index.ts";

export interface AuthorizerOptions extends PermissionOptions {
  /** A role's policies; undefined for roles that are not the account's own, which may do everything. */
  policiesOf(roleArn: string): readonly PolicyDocument[] | undefined;
}

/**
 * Checks calls of the account's registered roles against their policies. IAM users and unknown roles stand for the
 * account's people and may do everything.
 */
export function createAuthorizer(options: AuthorizerOptions): (request: CallRequest) => AwsError | null {
  return (request) => {
    const { roleArn } = request.caller;
    const policies = roleArn === undefined ? undefined : options.policiesOf(roleArn);
    if (policies === undefined) return null;
    for (const needed of permissionsFor(request, options)) {
      const decision = evaluatePolicies(policies, needed);
      if (decision !== "allow") return refusal(request, needed, decision);
    }
    return null;
  };
}

/** Services that do not call it AccessDeniedException. */
const CODES: Record<string, string> = {
  ec2: "UnauthorizedOperation",
  sns: "AuthorizationErrorException",
  sqs: "AccessDenied",
  sts: "AccessDenied",
};

function refusal(request: CallRequest, needed: AccessRequest, decision: Decision): AwsError {
  const { caller, service } = request;
  const why =
    decision === "explicitDeny"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${needed.action} action`;
  const lead = service === "ec2" ? "You are not authorized to perform this operation. " : "";
  const message = `${lead}User: ${caller.arn} is not authorized to perform: ${needed.action} on resource: ${needed.resource} ${why}`;
  const status = service === "lambda" || service === "appconfig" ? 403 : 400;
  return new AwsError(CODES[service] ?? "AccessDeniedException", message, CODES[service] ? 403 : status);
}
