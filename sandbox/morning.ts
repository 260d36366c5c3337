/**
 * A morning in the account: people create good and bad resources through the AWS SDK, answer questions about them, and open
 * the network for a moment. It only acts; what is told of it comes from what happens.
 */
import { CreateRouteCommand, DeleteRouteCommand } from "@aws-sdk/client-ec2";
import * as sdk from "@aws-sdk/client-sagemaker";
import type { Moment } from "../shared/notify/message.ts";
import { stringAt } from "../shared/sagemaker/document.ts";
import type { LocalAccount, LocalIdentity } from "./account.ts";
import { ACCOUNT_ID } from "./account.ts";
import type { RecordedCall } from "./contract.ts";
import { type Answer, giveAnswer, type Notice, noticeOf } from "./morning/answers.ts";
import { inRole, type Person, user } from "./morning/people.ts";
import * as make from "./morning/resources.ts";
import { pause, waitFor } from "./morning/watch.ts";
import { SERVICE, type Told } from "./story.ts";

export interface MorningOptions {
  account: LocalAccount;
  /** Milliseconds between two things that people do. */
  pace: number;
  /** Milliseconds that people wait for the service. */
  patience: number;
  /** Told the answers that people get, and what did not come in time. */
  tell: (line: Told) => void;
  /** Ends the morning: it rejects with MorningEndedError. */
  signal: AbortSignal;
}

/** Whom the approval page lets a visitor be. */
export const IDENTITIES: readonly LocalIdentity[] = [
  { arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/ml-oncall/sam`, label: "sam, on call for machine learning" },
  { arn: `arn:aws:iam::${ACCOUNT_ID}:user/you`, label: "you" },
  { arn: `arn:aws:iam::${ACCOUNT_ID}:user/jane`, label: "jane, who made churn-dev" },
];

const COMPUTING_JOB = "fraud-nightly";

/** Event delays: CloudTrail is `late` with one training job, so that this one computes before anybody knows of it. */
export function morningDelay(usual: number, late: number): (call: RecordedCall) => number {
  return ({ operation, input }) => {
    const isLate = operation === "CreateTrainingJob" && stringAt(input, "TrainingJobName") === COMPUTING_JOB;
    return isLate ? usual + late : usual;
  };
}

interface Cast {
  nadia: Person;
  jane: Person;
  arjun: Person;
  mei: Person;
  priya: Person;
  sam: Person;
  pipeline: Person;
  stack: Person;
}

/** Resolves to the question that is left for the visitor; null when it did not come. */
export async function runMorning(options: MorningOptions): Promise<Notice | null> {
  const cast = await assemble(options.account.url);
  await Promise.all([createEverything(cast, options), startAgain(cast.jane, options), answerQuestions(cast, options)]);
  await everythingSettled(options);
  await openTheNetwork(cast.nadia, options);
  return noticeOf(options.account, make.VISITORS_NOTEBOOK);
}

async function assemble(url: string): Promise<Cast> {
  const [mei, priya, sam, pipeline, stack] = await Promise.all([
    inRole(url, "mei", "data-science"),
    inRole(url, "priya", "platform-admin"),
    inRole(url, "sam", "ml-oncall"),
    inRole(url, "nightly-features", "ci-pipeline"),
    inRole(url, "AWSCloudFormation", "cloudformation"),
  ]);
  return {
    nadia: user(url, "nadia"),
    jane: user(url, "jane"),
    arjun: user(url, "arjun"),
    mei,
    priya,
    sam,
    pipeline,
    stack,
  };
}

async function createEverything(cast: Cast, options: MorningOptions): Promise<void> {
  for (const step of creations(cast, options.account)) {
    await attempt(step);
    await pause(options.pace, options.signal);
  }
}

/** In the order in which they happen; the second churn-dev is the one that AWS refuses. */
function creations(cast: Cast, account: LocalAccount): (() => Promise<unknown>)[] {
  const { jane, arjun, mei, priya, pipeline, stack } = cast;
  const config = { NotebookInstanceLifecycleConfigName: make.LIFECYCLE_CONFIG };
  return [
    () => jane.sagemaker.send(new sdk.CreateNotebookInstanceCommand(make.goodNotebook("churn-features"))),
    () => arjun.sagemaker.send(new sdk.CreateNotebookInstanceCommand(make.goodNotebook("ranking-lab"))),
    () => jane.sagemaker.send(new sdk.CreateNotebookInstanceLifecycleConfigCommand(config)),
    () => jane.sagemaker.send(new sdk.CreateNotebookInstanceCommand(make.openNotebook(make.VISITORS_NOTEBOOK))),
    () => jane.sagemaker.send(new sdk.CreateNotebookInstanceCommand(make.openNotebook(make.VISITORS_NOTEBOOK))),
    () => mei.sagemaker.send(new sdk.CreateTrainingJobCommand(make.trainingWithoutVpc(COMPUTING_JOB))),
    () => mei.sagemaker.send(new sdk.CreateTrainingJobCommand(make.trainingWithoutVpc("fraud-trial"))),
    () =>
      pipeline.sagemaker.send(new sdk.CreateProcessingJobCommand(make.processingWithoutIsolation("features-daily"))),
    () => arjun.sagemaker.send(new sdk.CreateHyperParameterTuningJobCommand(make.halfGoodTuning("ranking-search"))),
    () => arjun.sagemaker.send(new sdk.CreateModelCommand(make.modelWithoutVpc("ranking-v7"))),
    () =>
      arjun.sagemaker.send(new sdk.CreateEndpointConfigCommand(make.endpointConfigFor("ranking-v7", "ranking-live"))),
    () => priya.sagemaker.send(new sdk.CreateDomainCommand(make.openDomain("research"))),
    () => createInStack(stack, account),
  ];
}

/** CloudFormation tags what it creates; users cannot set such tags. */
async function createInStack({ sagemaker }: Person, account: LocalAccount): Promise<void> {
  const command = new sdk.CreateNotebookInstanceCommand(make.stackNotebook("reports"));
  const { NotebookInstanceArn: arn } = await sagemaker.send(command);
  if (arn !== undefined) account.sagemaker.inspect.setTags(arn, make.STACK_TAGS);
}

/** What AWS refuses is told as it happens. */
async function attempt(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof sdk.SageMakerServiceException)) throw error;
  }
}

/** Somebody starts the notebook that the service has stopped and asked about. */
async function startAgain(person: Person, options: MorningOptions): Promise<void> {
  const { account, patience, signal } = options;
  const name = make.VISITORS_NOTEBOOK;
  if ((await questionAbout(name, options)) === null) return;
  await pause(2 * options.pace, signal);
  const stopped = () =>
    account.sagemaker.inspect.resource("notebook-instance", name)?.state === "Stopped" ? true : null;
  if ((await waitFor(account, stopped, patience, signal)) === null) return missing(`${name} is not Stopped`, options);
  await attempt(() => person.sagemaker.send(new sdk.StartNotebookInstanceCommand({ NotebookInstanceName: name })));
  const again = () => messageAbout(account, "started-again", name);
  if ((await waitFor(account, again, patience, signal)) === null) {
    missing(`nothing was said about ${name} being started again`, options);
  }
}

/** The person on call answers everything but the visitor's question; the creator of one job tries it, too. */
async function answerQuestions({ sam, mei }: Cast, options: MorningOptions): Promise<void> {
  const late = { resource: COMPUTING_JOB, option: "stop" };
  const answers: [Person, Answer][] = [
    [sam, { resource: "features-daily", option: "stop", reason: "runs again tonight, with isolation on" }],
    [sam, { resource: "ranking-search", option: "reject", reason: "public data, and over within minutes" }],
    [mei, { ...late, reason: "it is my own job" }],
    [sam, { ...late, reason: "no VPC, and the data is personal" }],
    [sam, { resource: "ranking-v7", option: "reject", reason: "arjun builds it anew in the VPC" }],
    [sam, { resource: "ranking-live", option: "exempt", reason: "goes with the model, this month" }],
    [sam, { resource: "research", option: "make-vpc-only", reason: "its VPC has every endpoint, and no app runs" }],
    [sam, { resource: "reports", option: "reject", reason: "the stack gets a subnet today" }],
  ];
  for (const [person, answer] of answers) await answerTo(person, answer, options);
}

async function answerTo(person: Person, answer: Answer, options: MorningOptions): Promise<void> {
  const notice = await questionAbout(answer.resource, options);
  if (notice === null) return;
  await pause(options.pace, options.signal);
  options.tell(await giveAnswer(person, notice, answer));
}

async function questionAbout(resource: string, options: MorningOptions): Promise<Notice | null> {
  const { account, patience, signal } = options;
  const notice = await waitFor(account, () => noticeOf(account, resource), patience, signal);
  if (notice === null) missing(`nobody was asked about ${resource}`, options);
  return notice;
}

/** One route makes two right notebooks wrong: that is one message about the route table, and one more when it is gone. */
async function openTheNetwork({ ec2 }: Person, options: MorningOptions): Promise<void> {
  const { account, patience, pace, signal } = options;
  const table = make.OPENED_TABLE;
  const told = (moment: Moment) => () => messageAbout(account, moment, table);
  await ec2.send(new CreateRouteCommand(make.ROUTE_TO_INTERNET));
  if ((await waitFor(account, told("cause-found"), patience, signal)) === null) {
    missing(`nothing was said about the route in ${table}`, options);
  }
  await pause(pace, signal);
  const { GatewayId: _, ...route } = make.ROUTE_TO_INTERNET;
  await ec2.send(new DeleteRouteCommand(route));
  if ((await waitFor(account, told("cause-right"), patience, signal)) === null) {
    missing(`nothing was said about ${table} being right again`, options);
  }
}

/** Waits for the workflow to finish what was answered. */
async function everythingSettled(options: MorningOptions): Promise<void> {
  const { account, patience, signal } = options;
  const settled = () => (account.executions().filter(({ status }) => status === "RUNNING").length <= 1 ? true : null);
  if ((await waitFor(account, settled, patience, signal)) === null)
    missing("some executions are still at work", options);
}

function messageAbout({ messages }: LocalAccount, moment: Moment, name: string): true | null {
  const sent = messages().topics.filter(({ attributes }) => attributes.moment?.StringValue === moment);
  return sent.some(({ message }) => /^[^\n]*/.exec(message)?.[0].includes(` ${name}`)) ? true : null;
}

function missing(what: string, { tell, patience }: MorningOptions): void {
  const seconds = Math.round(patience / 1_000);
  tell({ at: new Date(), who: SERVICE, what: `Not as it should be: ${what} within ${seconds} s.`, link: null });
}
