import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalAccount, startAccount } from "../../sandbox/account.ts";
import { openLedger } from "../../sandbox/console/ledger.ts";
import type { Notice } from "../../sandbox/morning/answers.ts";
import { IDENTITIES, morningDelay, runMorning } from "../../sandbox/morning.ts";
import { type Told, tell } from "../../sandbox/story.ts";
import { packageService } from "../../scripts/package.ts";

/** Starting outlasts detection, and the late event outlasts starting. */
const STARTING = 10_000;
const LATE = 11_000;

let account: LocalAccount;
let notice: Notice | null;
const told: Told[] = [];

beforeAll(async () => {
  const packaged = await packageService({ stage: "local", policyFile: "infra/policy/local.yaml" });
  account = await startAccount({
    packaged,
    port: 0,
    identities: IDENTITIES,
    eventDelayMs: morningDelay(20, LATE),
    speeds: {
      lambda: { waits: 0.01, retries: 0.001 },
      sageMaker: {
        ...{ notebookPending: 300, notebookStopping: 100, domainPending: 100, processingStopping: 100 },
        ...{ trainingStarting: STARTING, trainingDownloading: 50, trainingStopping: 100, tuningTraining: 300 },
      },
    },
  });
  const isService = (arn: string) => arn.includes(":assumed-role/sagefence-");
  account.subscribe((happening) => {
    const line = tell(happening, { isService, momentOf: () => undefined });
    if (line !== null) told.push(line);
  });
  const { signal } = new AbortController();
  notice = await runMorning({ account, pace: 250, patience: 60_000, tell: (line) => told.push(line), signal });
});

afterAll(() => account?.close());

it("leaves jane's notebook to the visitor, stopped and unanswered", async () => {
  const question = await openLedger(account)?.getQuestion(notice?.id ?? "");
  expect(question).toMatchObject({ status: "pending", resource: { name: "churn-dev" }, decision: null });
  expect(question?.options.map(({ id }) => id)).toEqual(["recreate-beside", "exempt"]);
  expect(account.sagemaker.inspect.resource("notebook-instance", "churn-dev")?.state).toBe("Stopped");
  expect(new URL(notice?.link ?? "").searchParams.get("k")).toMatch(/^[\w-]{43}$/);
});

it.each([
  ["churn-dev", "open", null],
  ["features-daily", "closed", "remediated"],
  ["fraud-nightly", "closed", "remediated"],
  ["fraud-trial", "closed", "contained"],
  ["ranking-live", "open", "exempted"],
  ["ranking-v7", "open", "rejected"],
  ["reports", "open", "rejected"],
  ["research", "closed", "remediated"],
])("records how it went with %s", async (name, status, outcome) => {
  expect(await findingsOf(name)).toEqual([expect.objectContaining({ status, outcome })]);
});

it("rejects the search, whether it is over by then or not", async () => {
  const [finding] = await findingsOf("ranking-search");
  expect(["rejected", "ended"]).toContain(finding?.outcome);
  expect(await openLedger(account)?.getQuestion(finding?.questionId ?? "")).toMatchObject({ status: "rejected" });
});

it("finds nothing wrong with the notebook that was made right", async () => {
  expect(await findingsOf("churn-features")).toEqual([]);
  expect(account.sagemaker.inspect.resource("notebook-instance", "churn-features")?.state).toBe("InService");
});

it("makes the domain VpcOnly, with the subnets and the VPC that it had", () => {
  const [update] = account.trail.calls().filter(({ operation }) => operation === "UpdateDomain");
  expect(update?.input).toMatchObject({ AppNetworkAccessType: "VpcOnly", VpcId: "vpc-0a1b2c3d4e5f60000" });
  expect(update?.context.caller.roleArn).toContain("sagefence-remediate-drift");
});

it("tells once of a route that makes two notebooks wrong, and of its end", async () => {
  const about = account.messages().topics.filter(({ message }) => /^[^\n]*rtb-0a1b2c3d4e5f60001/.test(message));
  const told = about.filter(({ topicArn }) => topicArn.endsWith("-text"));
  expect(told.map(({ attributes }) => attributes.moment?.StringValue)).toEqual(["cause-found", "cause-right"]);
  expect(told[0]?.message).toContain("notebook instance churn-features");
  expect(told[0]?.message).toContain("notebook instance ranking-lab");
  expect(await findingsOf("ranking-lab")).toEqual([]);
});

it("stops one job before it computes and the other only when a person says so", () => {
  const stops = account.trail.calls().filter(({ operation }) => operation === "StopTrainingJob");
  expect(stops.map(({ input }) => input.TrainingJobName).sort()).toEqual(["fraud-nightly", "fraud-trial"]);
  const trial = account.sagemaker.inspect.resource("training-job", "fraud-trial");
  expect(trial?.description.TrainingStartTime).toBeUndefined();
});

it("stops the notebook again that jane started again", () => {
  const stops = account.trail.calls().filter(({ input }) => input.NotebookInstanceName === "churn-dev");
  expect(stops.map(({ operation }) => operation).filter((name) => /^St/.test(name))).toEqual([
    "StopNotebookInstance",
    "StartNotebookInstance",
    "StopNotebookInstance",
  ]);
});

it("never recreates what a stack owns", () => {
  const names = account.sagemaker.inspect.resources("notebook-instance").map(({ name }) => name);
  expect(names.sort()).toEqual(["churn-dev", "churn-features", "ranking-lab", "reports"]);
});

it("tells all of it, with the refusals, and nothing that was missing", () => {
  const lines = told.map(({ who, what }) => `${who} ${what}`);
  expect(lines).toContain("jane creates notebook instance churn-dev (direct internet, no VPC)");
  expect(lines).toContainEqual(
    expect.stringMatching(/^jane creates .* churn-dev .*AWS refuses it \(ValidationException\)$/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^AWS reports the refused CreateNotebookInstance; no rule/));
  expect(lines).toContainEqual(expect.stringMatching(/^mei approves “stop” for fraud-nightly .*: refused \(403\)/));
  expect(lines).toContainEqual(expect.stringMatching(/^sam approves “stop” for fraud-nightly .*: taken/));
  expect(lines).toContain("sagefence stops notebook instance churn-dev");
  expect(lines).toContain("nadia adds a route to rtb-0a1b2c3d4e5f60001: 0.0.0.0/0 to igw-0a1b2c3d4e5f60000");
  expect(lines.filter((line) => line.includes("Not as it should be"))).toEqual([]);
});

async function findingsOf(name: string) {
  const ledger = openLedger(account);
  const ids = new Set(account.executions().map(({ payload }) => JSON.parse(payload).findingId as string));
  const findings = await Promise.all([...ids].map((id) => ledger?.getFinding(id)));
  return findings.filter((finding) => finding?.resource.name === name);
}
