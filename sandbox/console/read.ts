/** Reads the account into the console's model. */
import type { Finding, Question } from "../../shared/record/ledger.ts";
import { sameArn } from "../../shared/sagemaker/arn.ts";
import { stringAt } from "../../shared/sagemaker/document.ts";
import { displayName, idIn } from "../../shared/sagemaker/identity.ts";
import { findKind } from "../../shared/sagemaker/index.ts";
import { ACCOUNT_ID, type LocalAccount, REGION } from "../account.ts";
import type { ResourceView } from "../sagemaker/index.ts";
import { executionRows } from "./executions.ts";
import { parsedJson } from "./json.ts";
import type { LedgerReader } from "./ledger.ts";
import type { Memory } from "./memory.ts";
import { linkTo, sentMessages } from "./messages.ts";
import type { ConsoleModel, FindingCard, OpenQuestion, QueueRow, ResourceRow, Standing } from "./model.ts";
import { networkFacts } from "./network-facts.ts";

/** What the console needs of the account. */
export type ConsoleAccount = Pick<
  LocalAccount,
  | "alarms"
  | "executions"
  | "happenings"
  | "lambda"
  | "logs"
  | "messages"
  | "queues"
  | "sagemaker"
  | "stack"
  | "subscribe"
  | "tables"
  | "url"
>;

const SHOWN = { questions: 50, messages: 40, executions: 30, activity: 120, bodies: 10, findings: 200 };

export async function readModel(
  account: ConsoleAccount,
  ledger: LedgerReader | null,
  memory: Memory,
): Promise<ConsoleModel> {
  const findings = await readFindings(ledger, memory);
  const compliant = compliantResources(account);
  return {
    account: ACCOUNT_ID,
    region: REGION,
    url: account.url,
    resources: account.sagemaker.inspect
      .resources()
      .filter(({ kind }) => findKind(kind) !== undefined)
      .map((view) => resourceRow(view, findings, memory, compliant)),
    findings,
    questions: await readQuestions(account, ledger),
    messages: sentMessages(account.messages()).slice(-SHOWN.messages).reverse(),
    executions: await executionRows(account, SHOWN.executions),
    activity: memory.activity().slice(-SHOWN.activity).reverse(),
    queues: account.stack.queues.map(({ name }) => queueRow(name, account)),
    alarms: account.alarms.states(),
  };
}

/** Open ones first, each part the latest first. */
async function readFindings(ledger: LedgerReader | null, memory: Memory): Promise<FindingCard[]> {
  if (ledger === null) return [];
  const open = await ledger.listOpenFindings(SHOWN.findings);
  const ids = new Set([...memory.findingIds(), ...open.map(({ id }) => id)]);
  const cards = await Promise.all([...ids].map((id) => readFinding(id, ledger)));
  return cards
    .filter((card) => card !== null)
    .sort((a, b) => rank(a.finding) - rank(b.finding) || b.finding.openedAt.localeCompare(a.finding.openedAt));
}

async function readFinding(id: string, ledger: LedgerReader): Promise<FindingCard | null> {
  const [finding, actions, audit] = await Promise.all([
    ledger.getFinding(id),
    ledger.listActions(id),
    ledger.listAudit(id),
  ]);
  if (finding === null) return null;
  const question = finding.questionId === null ? null : await ledger.getQuestion(finding.questionId);
  return { finding, question, actions, audit };
}

function rank({ status }: Finding): number {
  return status === "open" ? 0 : 1;
}

async function readQuestions(account: ConsoleAccount, ledger: LedgerReader | null): Promise<OpenQuestion[]> {
  if (ledger === null) return [];
  const pending = await ledger.listPendingQuestions(SHOWN.questions);
  const messages = account.messages();
  return pending.map((question) => ({ question, link: linkTo(question.id, messages) }));
}

function resourceRow(
  view: ResourceView,
  findings: readonly FindingCard[],
  memory: Memory,
  compliant: ReadonlySet<string>,
): ResourceRow {
  const { kind, arn, state, description } = view;
  const name = shownName(view);
  const card = cardOf(arn, findings);
  return {
    ...{ kind, name, arn },
    state: state?.replace(/^(\w+) \(\1\)$/, "$1") ?? null,
    creator: memory.creatorOf(arn),
    network: networkFacts(kind, description, "describe"),
    standing: card === null ? standingWithoutFinding({ ...view, name }, compliant) : standingOf(card, arn),
    findingId: card?.finding.id ?? null,
  };
}

/** Its own open finding, else an open one about its network, else its own that is closed. */
function cardOf(arn: string, findings: readonly FindingCard[]): FindingCard | null {
  const own = findings.find(({ finding }) => isAbout(finding.resource, arn));
  if (own?.finding.status === "open") return own;
  const cause = findings.find(({ finding: { status, affected } }) => {
    return status === "open" && affected?.resources.some((resource) => isAbout(resource, arn)) === true;
  });
  return cause ?? own ?? null;
}

function isAbout(resource: Finding["resource"], arn: string): boolean {
  return resource.arn !== null && sameArn(resource.arn, arn);
}

function standingWithoutFinding({ kind, name, description }: ResourceView, compliant: ReadonlySet<string>): Standing {
  if (description.TuningJobArn !== undefined) return "part";
  return compliant.has(key(kind, name)) ? "compliant" : "unseen";
}

/** As the service's messages have it: `d-1abc/from-home/JupyterLab/default`, of an app that is called `default`. */
function shownName({ kind: id, name, description }: ResourceView): string {
  const kind = findKind(id);
  return kind === undefined ? name : (displayName(kind, name, idIn(kind, description)) ?? name);
}

function standingOf({ finding, question }: { finding: Finding; question: Question | null }, arn: string): Standing {
  if (finding.status === "closed") return "closed";
  if (!isAbout(finding.resource, arn)) return "cause";
  if (finding.roundStatus === "live") return question?.status === "pending" ? "asked" : "in-hand";
  return "open";
}

/** The resources that `detect-drift` logged as right. */
function compliantResources(account: Pick<ConsoleAccount, "logs">): Set<string> {
  const found = new Set<string>();
  for (const { line } of account.logs()) {
    if (!line.includes('"Event triaged"')) continue;
    const entry = parsedJson(line);
    if (stringAt(entry, "result") !== "compliant") continue;
    found.add(key(stringAt(entry, "resource.kind") ?? "", stringAt(entry, "resource.name") ?? ""));
  }
  return found;
}

function key(kind: string, name: string): string {
  return `${kind}/${name}`.toLowerCase();
}

function queueRow(name: string, { queues }: ConsoleAccount): QueueRow {
  const messages = queues.messages(name);
  return { name, count: messages.length, bodies: messages.slice(-SHOWN.bodies).map(({ body }) => body) };
}
