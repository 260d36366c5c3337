/** Looking into the local account as people and programs do: its table, its API, the command line. */
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { ACCOUNT_ID, type AccountOptions, type LocalAccount, REGION, startAccount } from "../../sandbox/account.ts";
import { packageService } from "../../scripts/package.ts";
import { documentClient } from "../../shared/aws/dynamodb.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Finding, Ledger } from "../../shared/record/ledger.ts";

/** The packaged service, with the policy of the local account, in an account of its own; events come at once. */
export async function startPackaged(
  options: Omit<AccountOptions, "packaged" | "port">,
): Promise<{ account: LocalAccount; ledger: Ledger }> {
  const packaged = await packageService({ stage: "local", policyFile: "infra/policy/local.yaml" });
  const account = await startAccount({ port: 0, packaged, eventDelayMs: 50, ...options });
  return { account, ledger: ledgerOf(account) };
}

function connection(account: LocalAccount, accessKeyId: string) {
  return { endpoint: account.url, region: REGION, credentials: { accessKeyId, secretAccessKey: "secret" } };
}

export function ledgerOf(account: LocalAccount): Ledger {
  const [table] = account.stack.tables;
  if (table === undefined) throw new Error("the stack has no table");
  return createLedger({ table: table.name, client: documentClient(new DynamoDBClient(connection(account, "test"))) });
}

/** A client of the person whose access key is their name. */
export function sageMakerAs(account: LocalAccount, person: string): SageMakerClient {
  return new SageMakerClient(connection(account, person));
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line as somebody would, against the account's API. */
export function sagefence(account: LocalAccount, person: string, ...args: string[]): Promise<CommandResult> {
  const bin = resolve(import.meta.dirname, "../../bin/sagefence.mjs");
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: person,
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: REGION,
    SAGEFENCE_API: account.url,
    NO_COLOR: "1",
  };
  return new Promise((done) => {
    execFile(process.execPath, [bin, ...args], { env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

export async function findingAbout(ledger: Ledger, name: string): Promise<Finding | undefined> {
  const findings = await ledger.listOpenFindings(100);
  return findings.find(({ resource }) => resource.name === name);
}

/** The calls that changed a SageMaker resource in the service's name, as `OPERATION NAME`. */
export function changesBy(account: LocalAccount, roleName: string): string[] {
  return account.trail
    .calls()
    .filter(({ service, context }) => service === "sagemaker" && context.caller.roleArn?.includes(roleName))
    .filter(({ operation, error }) => error === null && !/^(AddTags|Describe|List)/.test(operation))
    .map(({ operation, input }) => `${operation} ${nameIn(input)}`.trim());
}

/** The first member that ends in `Name` or `Arn`. */
function nameIn(input: Record<string, unknown>): string {
  const named = Object.entries(input).find(([member]) => /(Name|Arn)$/.test(member));
  return (
    String(named?.[1] ?? "")
      .split("/")
      .at(-1) ?? ""
  );
}

/** A CloudTrail event about a notebook, as the default bus delivers it. */
export function createdNotebook(name: string, eventID: string, more: Record<string, unknown> = {}) {
  return {
    version: "0" as const,
    id: eventID,
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.sagemaker",
    account: ACCOUNT_ID,
    time: "2026-11-21T09:00:00Z",
    region: REGION,
    resources: [],
    detail: {
      eventVersion: "1.11",
      eventSource: "sagemaker.amazonaws.com",
      eventName: "CreateNotebookInstance",
      eventID,
      eventTime: "2026-11-21T09:00:00Z",
      awsRegion: REGION,
      userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT_ID}:user/jane`, userName: "jane" },
      requestParameters: { notebookInstanceName: name },
      responseElements: {
        notebookInstanceArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT_ID}:notebook-instance/${name.toLowerCase()}`,
      },
      ...more,
    },
  };
}
