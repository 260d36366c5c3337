import { CreateNotebookInstanceCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalAccount, startAccount } from "../../sandbox/account.ts";
import { stepsOf } from "../../sandbox/console/executions.ts";
import { addConsole, type Console } from "../../sandbox/console/index.ts";
import type { LedgerReader } from "../../sandbox/console/ledger.ts";
import { createMemory } from "../../sandbox/console/memory.ts";
import { linkTo, sentMessages } from "../../sandbox/console/messages.ts";
import { networkFacts } from "../../sandbox/console/network-facts.ts";
import { renderPage } from "../../sandbox/console/page.ts";
import { readModel } from "../../sandbox/console/read.ts";
import { packageService } from "../../scripts/package.ts";
import type { Finding } from "../../shared/record/ledger.ts";
import { findingOf } from "../record/samples.ts";
import { consoleModel, published } from "./console-model.ts";

const TITLES = [
  "Waiting for a person",
  "Findings",
  "Resources",
  "Workflow executions",
  "What happened",
  "Messages sent",
  "Alarms and queues",
];
const EVIL = `"><img src=x onerror=alert(1)>'&`;

describe("the page", () => {
  it("has every section, under a heading that labels it", () => {
    const page = renderPage(consoleModel("churn-dev"));
    for (const title of TITLES) expect(page).toMatch(new RegExp(`<h2 id="\\w+-title">${title}`));
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('aria-live="polite"');
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  it("says what it knows of each thing", () => {
    const page = renderPage(consoleModel("churn-dev"));
    expect(page).toContain('<a class="button" href="http://127.0.0.1:4599/q/q-abc?k=secret">Decide</a>');
    for (const words of [
      "Direct internet access is on.",
      "direct internet",
      "waiting for an answer",
      "answer 1",
      "rings since",
    ]) {
      expect(page).toContain(words);
    }
  });

  it("tells who stands on a cause in the network, and who changed it", () => {
    const model = consoleModel("x");
    const [card] = model.findings;
    const { resource } = findingOf();
    const table = { ...resource, kind: "route-table", name: "rtb-1" };
    const finding = findingOf({
      resource: table,
      affected: { count: 201, resources: [{ ...resource, name: "good-1" }] },
    });
    const page = renderPage({ ...model, findings: card ? [{ ...card, finding }] : [] });
    expect(page).toContain(
      '<h3>Who stands on it (201)</h3><ul><li><span class="soft">notebook instance</span> <b>good-1</b></li><li>and 200 more</li></ul>',
    );
    expect(page).toContain("changed by");
    expect(page).toContain('<span class="soft">route table</span>');
    expect(page).toContain(": 201 resources</span>");
  });

  it("escapes whatever comes from outside, wherever it stands", () => {
    const page = renderPage(consoleModel(EVIL));
    expect(page).not.toContain("<img");
    expect(page).toContain("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;");
  });

  it("has no script or style of its own, which the content policy would block", () => {
    const page = renderPage(consoleModel(EVIL));
    expect(page).not.toMatch(/<style|<script>| style=| on\w+="/);
  });

  it("links nowhere but to web addresses", () => {
    const model = consoleModel("x");
    const [question] = model.questions;
    const page = renderPage({ ...model, questions: question ? [{ ...question, link: "javascript:alert(1)" }] : [] });
    expect(page).not.toContain("javascript:");
    expect(page).toContain("The link to decide comes with the message.");
  });

  it("says so where there is nothing", () => {
    const empty = { resources: [], findings: [], questions: [], messages: [], executions: [], activity: [] };
    const page = renderPage({ ...consoleModel("x"), ...empty });
    for (const words of [
      "Nobody is asked",
      "Nothing has been found",
      "no SageMaker resources",
      "not run yet",
      "been sent",
    ]) {
      expect(page).toContain(words);
    }
  });
});

describe("messages", () => {
  const question = "Decide: notebook churn-dev\n\nWhat now?\n\nhttp://127.0.0.1:4599/q/q-abc?k=first";
  const chat = JSON.stringify({ content: { title: "Decide: notebook churn-dev" } });
  const slack = { blocks: [{ type: "header", text: { text: "Decide: notebook churn-dev" } }] };

  it("shows what the channels carried as one message", () => {
    const topics = [published("sagefence-text", question, "question"), published("sagefence-chat", chat, "question")];
    const sent = sentMessages({ topics, slack: [{ at: new Date(), text: "", body: slack }] });
    expect(sent).toEqual([
      expect.objectContaining({ subject: "Decide: notebook churn-dev", chat, slack, alarm: false }),
    ]);
    expect(sent[0]?.text).toMatch(/^What now\?/);
  });

  it("words an alarm from what CloudWatch published", () => {
    const alarm = JSON.stringify({
      AlarmName: "failures",
      NewStateValue: "ALARM",
      AlarmDescription: "Read the queue.",
    });
    const [sent] = sentMessages({ topics: [published("sagefence-alarms", alarm, "")], slack: [] });
    expect(sent).toMatchObject({ subject: "Alarm failures: ALARM", text: "Read the queue.", alarm: true });
  });

  it("takes a question's link from its latest message", () => {
    const reminder = question.replace("first", "second");
    const topics = [
      published("sagefence-text", question, "question"),
      published("sagefence-text", reminder, "reminder"),
    ];
    expect(linkTo("q-abc", { topics, slack: [] })).toBe("http://127.0.0.1:4599/q/q-abc?k=second");
    expect(linkTo("q-other", { topics, slack: [] })).toBeNull();
  });
});

describe("network facts", () => {
  it("reads what opens a notebook", () => {
    const facts = networkFacts("notebook-instance", { NotebookInstanceName: "n" }, "create");
    expect(facts).toEqual([
      { text: "direct internet", open: true },
      { text: "no VPC", open: true },
    ]);
  });

  it("names the part of a search that has no VPC", () => {
    const good = { VpcConfig: { Subnets: ["subnet-0001"], SecurityGroupIds: ["sg-1"] } };
    const facts = networkFacts("hyper-parameter-tuning-job", { TrainingJobDefinitions: [good, {}] }, "create");
    expect(facts).toEqual([
      { text: "definition 1: subnet …0001", open: false },
      { text: "definition 2: no VPC", open: true },
    ]);
  });

  it("refers to the model where that one counts", () => {
    const description = { ProductionVariants: [{ ModelName: "m" }, { ModelName: "m" }] };
    expect(networkFacts("endpoint-config", description, "describe")).toEqual([{ text: "as model m", open: false }]);
  });

  it.each([
    ["endpoint", { EndpointConfigName: "blue" }, ["as endpoint configuration blue"]],
    ["transform-job", { ModelName: "m" }, ["as model m"]],
    [
      "app",
      { DomainId: "d-1", SpaceName: "s", AppType: "JupyterLab", AppName: "default" },
      ["as Studio domain d-1", "as Studio space d-1/s"],
    ],
  ])("says by what %s is judged, which has no settings of its own", (kind, description, texts) => {
    expect(networkFacts(kind, description, "describe")).toEqual(texts.map((text) => ({ text, open: false })));
  });

  it("reads what the steps of a pipeline make", () => {
    const VpcConfig = { Subnets: ["subnet-0001"], SecurityGroupIds: ["sg-1"] };
    const Steps = [
      { Name: "Train", Type: "Training", Arguments: { EnableNetworkIsolation: true } },
      { Name: "Register", Type: "Model", Arguments: { VpcConfig } },
      { Name: "Fly", Type: "Teleport" },
    ];
    const PipelineDefinition = JSON.stringify({ Version: "2020-12-01", Steps });
    expect(networkFacts("pipeline", { PipelineDefinition }, "describe")).toEqual([
      { text: "step Train: no VPC", open: true },
      { text: "step Train: isolated", open: false },
      { text: "step Register: subnet …0001", open: false },
      { text: "step Register: not isolated", open: false },
      { text: "step Fly: not readable", open: false },
    ]);
  });

  it("asks no VPC of a labeling portal, but addresses", () => {
    const open = { SourceIpConfig: { Cidrs: ["0.0.0.0/0"] } };
    expect(networkFacts("workforce", {}, "describe")).toEqual([{ text: "from anywhere", open: true }]);
    expect(networkFacts("workforce", open, "describe")).toEqual([{ text: "from 0.0.0.0/0", open: true }]);
  });

  it("shows that a space admits remote editors", () => {
    const description = { SpaceSettings: { RemoteAccess: "ENABLED" } };
    expect(networkFacts("space", description, "describe")).toEqual([{ text: "remote access", open: true }]);
  });
});

it("leaves reads and the service's bookkeeping out of what happened", () => {
  const memory = createMemory();
  const call = (service: string, operation: string, error: object | null = null) =>
    memory.add({ at: new Date(), type: "call", title: operation, detail: { service, operation, error, output: null } });
  call("sagemaker", "DescribeModel");
  call("dynamodb", "PutItem");
  call("sagemaker", "DescribeDomain", { code: "ResourceNotFound" });
  call("sagemaker", "CreateModel");
  expect(memory.activity().map(({ title }) => title)).toEqual(["DescribeDomain", "CreateModel"]);
});

it("shows a workflow's own steps, without what they are made of", () => {
  const steps = stepsOf([
    { Id: "0", EventType: "ExecutionStarted", Name: "e" },
    { Id: "1", EventType: "StepStarted", Name: "announce" },
    { Id: "1", EventType: "StepSucceeded", Name: "announce" },
    { Id: "2", EventType: "ContextStarted", Name: "answer 1" },
    { Id: "2-1", ParentId: "2", EventType: "CallbackStarted", Name: "callback" },
  ]);
  expect(steps).toEqual([
    { name: "announce", state: "done" },
    { name: "answer 1", state: "running" },
  ]);
});

describe("in a running account", () => {
  let account: LocalAccount;
  let console: Console;

  beforeAll(async () => {
    const packaged = await packageService({ stage: "local", policyFile: "infra/policy/local.yaml" });
    account = await startAccount({ packaged, port: 0, eventDelayMs: 10 });
    console = addConsole(account);
  });

  afterAll(async () => {
    console?.close();
    await account?.close();
  });

  it.each(["/", "/_sagefence/console"])("answers at %s with a page that may load its own files alone", async (path) => {
    const response = await fetch(account.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(await response.text()).toContain("Waiting for a person");
  });

  it.each(["style.css", "script.js"])("serves %s", async (file) => {
    const response = await fetch(`${account.url}/_sagefence/console/${file}`);
    expect(response.status).toBe(200);
    expect((await response.text()).length).toBeGreaterThan(1_000);
  });

  it("sends the sections that change, and leaves AWS calls to AWS", async () => {
    const stopped = new AbortController();
    const response = await fetch(`${account.url}/_sagefence/console/events`, { signal: stopped.signal });
    const events = sectionsOf(response);
    const first = await next(events, () => true);
    expect(first.id).toBe("overview");

    await create(account.url, "mine");
    const change = await next(events, ({ id, html }) => id === "resources" && html.includes(">mine<"));
    expect(change.html).toContain("not judged yet");
    const found = await next(events, ({ id, html }) => id === "findings" && html.includes("runs-in-vpc"));
    expect(found.html).toContain("finding-opened");
    stopped.abort();
  });

  it("calls nothing compliant that stands on a cause in the network", async () => {
    await create(account.url, "standing");
    const arn = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/standing";
    const cause = findingOf({
      ...{ id: "f-cause", roundStatus: "ended", outcome: "reported" },
      resource: { ...findingOf().resource, kind: "route-table", arn: "arn:aws:ec2:eu-west-1:1:route-table/rtb-1" },
      affected: { count: 1, resources: [{ ...findingOf().resource, arn }] },
    });
    const model = await readModel(account, ledgerOf(cause), createMemory());
    const row = model.resources.find(({ name }) => name === "standing");
    expect(row).toMatchObject({ standing: "cause", findingId: "f-cause" });
    expect(renderPage(model)).toContain("in violation by its network");
  });
});

/** A ledger with one finding. */
function ledgerOf(finding: Finding): LedgerReader {
  return {
    getFinding: async () => finding,
    getQuestion: async () => null,
    listActions: async () => [],
    listAudit: async () => [],
    listOpenFindings: async () => [finding],
    listPendingQuestions: async () => [],
  };
}

async function create(url: string, name: string): Promise<void> {
  const credentials = { accessKeyId: "jane", secretAccessKey: "x" };
  const client = new SageMakerClient({ region: "eu-west-1", endpoint: url, credentials });
  const RoleArn = "arn:aws:iam::111122223333:role/notebooks";
  const input = { NotebookInstanceName: name, InstanceType: "ml.t3.medium", RoleArn } as const;
  await client.send(new CreateNotebookInstanceCommand(input));
}

interface Section {
  id: string;
  html: string;
}

async function* sectionsOf(response: Response): AsyncGenerator<Section> {
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Section;
    }
  }
}

async function next(sections: AsyncGenerator<Section>, fits: (section: Section) => boolean): Promise<Section> {
  for (;;) {
    const { value, done } = await sections.next();
    if (done) throw new Error("the stream ended");
    if (fits(value)) return value;
  }
}
