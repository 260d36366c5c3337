/** Who answers, established by the edge; and what an IAM principal's ARN says about the person behind it. */
import { z } from "zod";
import type { Identity } from "../record/ledger.ts";

/** The parts of a principal's ARN. A session's ARN drops the role's path; a user's keeps it. */
export interface Principal {
  type: "role" | "user" | "other";
  partition: string;
  account: string;
  /** Role name, or a user's path and name: `ops/jane`. */
  name: string;
  /** The person as far as the ARN tells: session name, or user name. */
  person: string | null;
}

const ARN = /^arn:([a-z-]+):(iam|sts)::(\d{12}):(.+)$/;

/**
 * Reads `arn:aws:sts::111122223333:assumed-role/ml-oncall/jane` and `arn:aws:iam::111122223333:user/ops/jane`; null for
 * what is no principal's ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function parsePrincipal(arn: string): Principal | null {
  const [, partition, service, account, resource] = ARN.exec(arn) ?? [];
  if (partition === undefined || account === undefined || resource === undefined) return null;
  const [type, ...rest] = resource.split("/");
  if (service === "sts" && type === "assumed-role" && rest.length === 2) {
    return { type: "role", partition, account, name: rest[0] ?? "", person: rest[1] ?? null };
  }
  if (service === "iam" && type === "user" && rest.length > 0) {
    return { type: "user", partition, account, name: rest.join("/"), person: rest.at(-1) ?? null };
  }
  return { type: "other", partition, account, name: resource, person: rest.at(-1) ?? null };
}

const iamContext = z.object({
  authorizer: z.object({ iam: z.object({ userArn: z.string(), accountId: z.string() }) }),
});

/**
 * The caller that API Gateway verified (`requestContext.authorizer.iam` of an HTTP API route with AWS_IAM); null when
 * there is none, or when its ARN and account do not agree.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function iamIdentity(requestContext: unknown): Identity | null {
  const parsed = iamContext.safeParse(requestContext);
  if (!parsed.success) return null;
  const { userArn, accountId } = parsed.data.authorizer.iam;
  if (parsePrincipal(userArn)?.account !== accountId) return null;
  return { provider: "iam", arn: userArn, account: accountId };
}

export interface LocalIdentity {
  arn: string;
  label: string;
}

const localIdentities = z.array(z.object({ arn: z.string(), label: z.string() }));

/** The identities that the local account's page offers, from the JSON list `[{arn, label}]`. Throws when it is none. */
export function readLocalIdentities(json: string): LocalIdentity[] {
  return localIdentities.parse(JSON.parse(json)).filter(({ arn }) => parsePrincipal(arn) !== null);
}

/** The identity that a visitor of the local account's page claims; null when it is not among those offered. */
export function localIdentity(offered: readonly LocalIdentity[], arn: string): Identity | null {
  const account = parsePrincipal(arn)?.account;
  if (account === undefined || !offered.some((identity) => identity.arn === arn)) return null;
  return { provider: "local-account", arn, account };
}
