import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { functionNames } from "../../scripts/build.ts";
import { ACTIONS } from "../../shared/act/index.ts";
import { FIND_CREATOR_PERMISSIONS } from "../../shared/detect/find-creator.ts";
import { READ_NETWORK_PERMISSIONS } from "../../shared/network/read/calls.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { FIND_PIPELINE_PERMISSIONS } from "../../shared/sagemaker/pipeline-parent.ts";
import { actionsIn, packagedTemplate, type Statement, statementsOf, type Template } from "./template.ts";

const LOGGING = ["logs:CreateLogStream", "logs:PutLogEvents"];
const POLICY = ["appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession"];
/** What sweeps and rechecks have in common. */
const SURVEYING = (looking: readonly string[]) => [
  ...[...LOGGING, ...POLICY, ...LEDGER, ...looking, ...FIND_PIPELINE_PERMISSIONS, ...READ_NETWORK_PERMISSIONS],
  "dynamodb:BatchWriteItem",
  "events:PutEvents",
  "lambda:InvokeFunction",
  "lambda:SendDurableExecutionCallbackSuccess",
  "sns:Publish",
  "sqs:SendMessage",
];
const LEDGER = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"];
const LOOKING = RESOURCE_KINDS.flatMap((kind) => [
  ...kind.describe.permissions,
  ...kind.list.permissions,
  ...(kind.runs?.permissions ?? []),
]);
const STOPPING = RESOURCE_KINDS.flatMap((kind) => kind.stop?.permissions ?? []);

/** What each function may do: what its code declares, and what Lambda does in its name. */
const WANTED: Record<string, readonly string[]> = {
  "answer-approval": [...LOGGING, ...POLICY, ...LEDGER, "lambda:SendDurableExecutionCallbackSuccess"],
  "deliver-slack": [
    ...LOGGING,
    "kms:Decrypt",
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
    "ssm:GetParameter",
  ],
  "detect-drift": [
    ...LOGGING,
    ...LOOKING,
    ...FIND_PIPELINE_PERMISSIONS,
    ...READ_NETWORK_PERMISSIONS,
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
    "lambda:InvokeFunction",
    "lambda:SendDurableExecutionCallbackSuccess",
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
  ],
  "recheck-network": [
    ...SURVEYING(LOOKING),
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
  ],
  "remediate-drift": [
    ...LOGGING,
    ...POLICY,
    ...LEDGER,
    ...LOOKING,
    ...STOPPING,
    ...ACTIONS.flatMap((action) => action.permissions),
    ...FIND_CREATOR_PERMISSIONS,
    ...READ_NETWORK_PERMISSIONS,
    "events:PutEvents",
    "lambda:CheckpointDurableExecution",
    "lambda:GetDurableExecutionState",
    "lambda:SendDurableExecutionCallbackSuccess",
    "sagemaker:ListTags",
    "sns:Publish",
    "sqs:SendMessage",
    "ssm:GetParameter",
  ],
  "sweep-account": SURVEYING(LOOKING),
};

/** IAM actions that have another name than the command. */
const ACTION_OF: Record<string, string> = { "lambda:Invoke": "lambda:InvokeFunction" };

/** Services whose IAM prefix is not the client package's name. */
const PREFIX_OF: Record<string, string> = { appconfigdata: "appconfig", eventbridge: "events" };

let template: Template;

beforeAll(async () => {
  template = await packagedTemplate();
});

describe("roles", () => {
  it("exist for every function", () => {
    expect(functionNames()).toEqual(Object.keys(WANTED).sort());
  });

  it.each(Object.entries(WANTED))("%s: grant what is declared, and nothing else", (name, wanted) => {
    expect(actionsIn(statementsOf(template, name))).toEqual([...new Set(wanted)].sort());
  });

  it("grant every call that the code sends", () => {
    const granted = new Set(everyStatement().flatMap(([, statement]) => statement.Action));
    expect(commandsInCode().filter((action) => !granted.has(action))).toEqual([]);
  });

  it("allow no action by wildcard, and all resources only where IAM knows none", () => {
    for (const [name, { Sid, Action, Resource }] of everyStatement()) {
      for (const action of [Action].flat()) expect(action, `${name} ${Sid}`).not.toContain("*");
      if (Resource === "*") expect(["FindCreator", "ListResources", "SeeNetwork"], name).toContain(Sid);
    }
  });

  it("pass roles to SageMaker alone", () => {
    const passing = everyStatement().filter(([, { Action }]) => Action === "iam:PassRole");
    expect(passing.map(([name]) => name)).toEqual(["remediate-drift"]);
    expect(passing[0]?.[1].Condition).toEqual({
      StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" },
    });
  });

  it("change SageMaker from remediate-drift alone", () => {
    const changing = everyStatement().filter(([, { Action }]) =>
      [Action].flat().some((action) => /^sagemaker:(?!Describe|List)/.test(action)),
    );
    expect(new Set(changing.map(([name]) => name))).toEqual(new Set(["remediate-drift"]));
  });

  it("stay within IAM's limit for a role's inline policies", () => {
    for (const name of functionNames()) {
      const length = JSON.stringify(statementsOf(template, name)).replace(/\s/g, "").length;
      expect(length, name).toBeLessThan(10_240);
    }
  });

  function everyStatement(): [string, Statement][] {
    return functionNames().flatMap((name) =>
      statementsOf(template, name).map((statement): [string, Statement] => [name, statement]),
    );
  }
});

/** The IAM actions of the SDK commands that modules of the service import; SageMaker's go by name and are declared. */
function commandsInCode(): string[] {
  const actions = new Set<string>();
  for (const source of sourcesIn(["functions", "shared"])) {
    for (const [, names = "", client = ""] of source.matchAll(IMPORT)) {
      for (const [, command = ""] of names.matchAll(/(?<!type )\b(\w+)Command\b/g))
        actions.add(actionOf(client, command));
    }
  }
  return [...actions].sort();
}

const IMPORT = /import \{([^}]*)\} from "@aws-sdk\/(?:client-)?([\w-]+)"/g;

function actionOf(client: string, command: string): string {
  if (client === "lib-dynamodb") return `dynamodb:${command}Item`.replace("QueryItem", "Query");
  const action = `${PREFIX_OF[client] ?? client}:${command}`;
  return ACTION_OF[action] ?? action;
}

function sourcesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, file), "utf8")),
  );
}
