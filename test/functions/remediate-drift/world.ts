/** A world for the workflow: the simulated SageMaker with a clock that tests own, a ledger on dynalite, recorded messages. */

import type { Service } from "../../../functions/remediate-drift/service.ts";
import { auditor } from "../../../functions/remediate-drift/wiring.ts";
import { createHandler } from "../../../functions/remediate-drift.ts";
import { AwsError } from "../../../sandbox/contract.ts";
import { type AnswerResult, answerQuestion } from "../../../shared/approve/decide.ts";
import { inputProblems } from "../../../shared/aws/input-schema.ts";
import { type SageMakerApi, sageMakerOperation } from "../../../shared/aws/sagemaker.ts";
import type { Mode, Policy } from "../../../shared/decide/policy.ts";
import { resolvePolicy } from "../../../shared/decide/resolve-policy.ts";
import type { SwitchPosition } from "../../../shared/decide/switch.ts";
import { type Creator, UNKNOWN_CREATOR } from "../../../shared/detect/creator.ts";
import type { RemediationRequest } from "../../../shared/detect/remediation-request.ts";
import type { OwnEvent } from "../../../shared/notify/events.ts";
import type { Message } from "../../../shared/notify/message.ts";
import { createLedger } from "../../../shared/record/dynamo-ledger.ts";
import { findingId } from "../../../shared/record/finding-id.ts";
import type { Finding, Ledger, Question } from "../../../shared/record/ledger.ts";
import type { LocalTable } from "../../record/local-table.ts";
import { openAccount, type TestAccount } from "../../sandbox/sagemaker/account.ts";
import { type CrashPlan, DurableEngine, type Execution } from "../../support/durable-engine.ts";
import { network } from "../../support/network.ts";

export const JANE: Creator = {
  type: "IAMUser",
  arn: "arn:aws:iam::111122223333:user/jane",
  roleArn: null,
  name: "jane",
  sourceIdentity: null,
  invokedBy: null,
};
export const ONCALL = "arn:aws:sts::111122223333:assumed-role/ml-oncall/mei";

export const ENFORCE = {
  mode: "enforce",
  approvedNetwork: { subnets: ["subnet-good"], securityGroups: ["sg-good"] },
  respond: [
    { when: { kind: "notebook-instance" }, automatically: ["tag", "stop"], propose: ["recreate-beside", "exempt"] },
    { when: { kind: "training-job" }, automatically: ["stop-before-start"], propose: ["stop", "exempt"] },
    { automatically: ["tag"], propose: ["exempt"] },
  ],
  approval: { approvers: [{ iamRole: "arn:aws:iam::*:role/ml-oncall" }], expiresAfter: "4h", remindAfter: ["1h"] },
  limits: { perHour: { reversible: 1000, destructive: 1000 } },
};

export interface World {
  account: TestAccount;
  ledger: Ledger;
  service: Service;
  messages: Message[];
  events: OwnEvent[];
  /** Every changing call that the service sent, in order, refused ones included. */
  changes: { operation: string; input: Record<string, unknown> }[];
  policy: Policy;
  policyProblem: string | null;
  switch: SwitchPosition;
  /** Runs before and after each call of the service; a true answer drops the invocation there. */
  crashAtCall: ((point: "before" | "after", operation: string) => boolean) | null;
  engine: DurableEngine | null;
  /** The execution that another one wakes. */
  asleep: DurableEngine | null;
  /** What the event history tells of who made a resource. */
  creatorInHistory: Creator;
}

const READS = /^(Describe|List)/;

export function createWorld({ table, client }: LocalTable, document: unknown = ENFORCE): World {
  const account = openAccount();
  const ledger = createLedger({ table, client });
  const world = {
    account,
    ledger,
    messages: [],
    events: [],
    changes: [],
    policy: resolvePolicy(document),
    policyProblem: null,
    switch: "on",
    crashAtCall: null,
    engine: null,
    asleep: null,
    creatorInHistory: UNKNOWN_CREATOR,
  } as unknown as World;
  const api = apiOf(world);
  world.service = {
    sageMaker: api,
    sageMakerOnce: api,
    network,
    ledger,
    currentPolicy: async () => ({ policy: world.policy, problem: world.policyProblem }),
    readSwitch: async () => world.switch,
    now: () => account.time.now(),
    send: async (message) => void world.messages.push(message),
    publish: async (event) => void world.events.push(event),
    audit: auditor(ledger, () => account.time.now()),
    approvalUrl: "https://approvals.example",
    ownRoleArn: "arn:aws:iam::111122223333:role/sagefence-remediate-drift",
    newSecret: () => "secret",
    findCreator: async () => world.creatorInHistory,
    wake: async (callbackId) => world.asleep?.completeCallback(callbackId, {}),
    pollSeconds: 15,
  };
  return world;
}

/** The account as an SDK client shows it: refusals become errors of their code with a status. */
function apiOf(world: World): SageMakerApi {
  return {
    async call(operation, input) {
      assertSendable(operation, input);
      if (world.crashAtCall?.("before", operation)) return dropped(world);
      if (!READS.test(operation)) world.changes.push({ operation, input });
      const answer = await world.account.call(operation, input).catch((error: unknown) => asClientError(error));
      if (world.crashAtCall?.("after", operation)) return dropped(world);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

function assertSendable(operation: string, input: Record<string, unknown>): void {
  const schema = sageMakerOperation(operation);
  const problems = schema === undefined ? [operation] : inputProblems(schema, input);
  if (problems.length > 0) throw new Error(problems.join("; "));
}

function asClientError(error: unknown): Error {
  if (!(error instanceof AwsError)) throw error;
  const { code, statusCode } = error;
  return Object.assign(new Error(error.message), { name: code, $metadata: { httpStatusCode: statusCode } });
}

function dropped(world: World): Promise<never> {
  world.engine?.drop();
  return new Promise(() => {});
}

/** The request that detect-drift would send about a resource that exists in the account. */
export async function requestFor(
  world: World,
  kind: string,
  name: string,
  more: Partial<RemediationRequest> = {},
): Promise<RemediationRequest> {
  const view = world.account.sagemaker.inspect.resource(kind, name);
  if (view === undefined || view === null) throw new Error(`no ${kind} ${name}`);
  const creationTime = new Date(view.description.CreationTime as Date).toISOString();
  const id = findingId(view.arn, creationTime);
  const finding = await world.ledger.getFinding(id);
  return {
    version: 1,
    type: "remediate",
    findingId: id,
    round: (finding?.round ?? 0) + 1,
    resource: { kind, name, id: view.id, arn: view.arn, account: "111122223333", region: "eu-west-1" },
    creationTime,
    creator: JANE,
    trigger: { operation: "CreateNotebookInstance", id: `event-${finding?.round ?? 0}`, time: "2026-11-20T09:00:00Z" },
    violations: [],
    ...more,
  };
}

export function startExecution(world: World, request: RemediationRequest, crash?: CrashPlan): DurableEngine {
  const engine = new DurableEngine(request, {
    handler: createHandler(() => world.service),
    time: {
      now: () => world.account.time.now(),
      advanceTo: async (time) => {
        const wait = time.getTime() - world.account.time.now().getTime();
        world.account.time.advance(Math.max(0, wait));
        // The account's transitions settle in promises.
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    ...(crash && { crash }),
  });
  world.engine = engine;
  return engine;
}

/** Runs until only a person's answer is waited for. */
export async function untilAsked(world: World, request: RemediationRequest): Promise<DurableEngine> {
  const engine = startExecution(world, request);
  await engine.run({ untilWait: "answer" });
  return engine;
}

export function run(world: World, request: RemediationRequest): Promise<Execution> {
  return startExecution(world, request).run();
}

export async function findingOf(world: World, { findingId: id }: RemediationRequest): Promise<Finding> {
  const finding = await world.ledger.getFinding(id);
  if (finding === null) throw new Error(`no finding ${id}`);
  return finding;
}

export async function questionOf(world: World, request: RemediationRequest): Promise<Question> {
  const { questionId } = await findingOf(world, request);
  const question = questionId === null ? null : await world.ledger.getQuestion(questionId);
  if (question === null) throw new Error("no question");
  return question;
}

/** Answers as a person would through the API; the callback goes to the running engine. */
export async function answer(
  world: World,
  request: RemediationRequest,
  option: string,
  by = ONCALL,
): Promise<AnswerResult> {
  const question = await questionOf(world, request);
  return answerQuestion(
    {
      ledger: world.ledger,
      policy: async () => world.policy,
      completeCallback: async (id, result) => world.engine?.completeCallback(id, result),
      now: () => world.account.time.now(),
      log: { warn: () => {} },
    },
    {
      questionId: question.id,
      identity: { provider: "iam", arn: by, account: "111122223333" },
      option,
      digest: question.options.find(({ id }) => id === option)?.digest ?? null,
      reason: null,
    },
  );
}

export function setMode(world: World, mode: Mode): void {
  world.policy = { ...world.policy, mode };
}

export function operationsOf(world: World): string[] {
  return world.changes.map(({ operation }) => operation);
}

export function momentsOf(world: World): string[] {
  return world.messages.map(({ moment }) => moment);
}
