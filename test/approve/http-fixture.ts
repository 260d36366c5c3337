/** The HTTP handler on a real ledger, and events as API Gateway sends them. */
import { vi } from "vitest";
import { type AnswerApprovalDeps, createAnswerApproval } from "../../shared/approve/http.ts";
import { hashSecret } from "../../shared/approve/link.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Ledger, Question } from "../../shared/record/ledger.ts";
import type { LocalTable } from "../record/local-table.ts";
import { findingOf, questionOf } from "../record/samples.ts";

export const SECRET = "s".repeat(43);
export const TOKEN = "t".repeat(43);
export const ONCALL_ARN = "arn:aws:iam::111122223333:user/oncall";
export const JANE_ARN = "arn:aws:sts::111122223333:assumed-role/data-science/jane";

export interface Fixture {
  ledger: Ledger;
  question: Question;
  completeCallback: ReturnType<typeof vi.fn<AnswerApprovalDeps["completeCallback"]>>;
  logged: unknown[];
  call: ReturnType<typeof createAnswerApproval>;
}

let count = 0;

export async function createFixture(local: LocalTable, change: Partial<AnswerApprovalDeps> = {}): Promise<Fixture> {
  count += 1;
  const ledger = createLedger(local);
  const finding = findingOf({ id: `f-http${count}`, questionId: `q-http${count}` });
  await ledger.openRound(finding);
  const linkHashes = [hashSecret(SECRET)];
  const ids = { id: `q-http${count}`, findingId: finding.id };
  const question = await ledger.ask(questionOf({ ...ids, linkHashes, callbackId: "callback-secret" }));
  const completeCallback = vi.fn<AnswerApprovalDeps["completeCallback"]>().mockResolvedValue();
  const logged: unknown[] = [];
  const deps: AnswerApprovalDeps = {
    ledger,
    policy: async () =>
      resolvePolicy({ version: 1, approval: { approvers: [{ iamUser: "arn:aws:iam::*:user/oncall" }] } }),
    completeCallback,
    now: () => new Date("2026-11-21T06:00:00.000Z"),
    random: (size) => new Uint8Array(size),
    local: [
      { arn: ONCALL_ARN, label: "oncall" },
      { arn: JANE_ARN, label: "jane" },
    ],
    log: {
      info: (...line) => logged.push(line),
      warn: (...line) => logged.push(line),
      error: (...line) => logged.push(line),
    },
    ...change,
  };
  return { ledger, question, completeCallback, logged, call: createAnswerApproval(deps) };
}

export interface EventParts {
  method?: string;
  path: string;
  query?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
  domain?: string;
  /** ARN of the verified caller. */
  caller?: string;
}

export function eventOf({ method = "GET", path, domain = "127.0.0.1", caller, query = "", ...rest }: EventParts) {
  const iam = caller && {
    accessKey: "AKIA",
    accountId: "111122223333",
    callerId: "AIDA",
    cognitoIdentity: null,
    principalOrgId: "",
    userArn: caller,
    userId: "AIDA",
  };
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    isBase64Encoded: false,
    ...rest,
    headers: { host: `${domain}:4599`, ...rest.headers },
    requestContext: {
      accountId: "111122223333",
      apiId: "api",
      domainName: domain,
      stage: "$default",
      requestId: "r",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      ...(iam && { authorizer: { iam } }),
    },
  };
}

/** The page's form as a browser sends it, with what differs. */
export function formEvent(question: Question, fields: Record<string, string> = {}, parts: Partial<EventParts> = {}) {
  const [first] = question.options;
  const body = new URLSearchParams({
    k: SECRET,
    token: TOKEN,
    option: first?.id ?? "",
    ...Object.fromEntries(question.options.map(({ id, digest }) => [`digest:${id}`, digest])),
    as: ONCALL_ARN,
    reason: "",
    ...fields,
  });
  return eventOf({
    method: "POST",
    path: `/q/${question.id}`,
    cookies: [`sagefence-form=${TOKEN}`],
    body: body.toString(),
    ...parts,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: "null",
      "sec-fetch-site": "same-origin",
      ...parts.headers,
    },
  });
}
