/**
 * Lambda durable function: one round of one finding.
 *
 *  1. open the finding   look at the resource, assess it; nothing wrong → the end
 *  2. announce           tell people who made what and what is wrong
 *  3. contain            the policy's automatic steps: never anything destructive
 *  4. ask                a person, when there is a choice; silence is a no
 *  5. look again         an approval counts for exactly what was asked
 *  6. act                the approved steps, each verified by reading
 *  7. record             how it ended, and tell people
 *
 * Everything here runs again on every replay: what reads, calls, or depends on time or chance is in a step.
 */
import { type DurableContext, type DurableLambdaHandler, withDurableExecution } from "@aws/durable-execution-sdk-js";
import type { ActionId } from "../shared/act/action.ts";
import type { Obstacle } from "../shared/act/change.ts";
import { isUnknown } from "../shared/detect/creator.ts";
import type { RemediationRequest } from "../shared/detect/remediation-request.ts";
import { announce, type Containment, markContained, noteContainment, tellAgain } from "./remediate-drift/announce.ts";
import { concludeFinding, isSettled, observeEnd } from "./remediate-drift/conclude.ts";
import { type Ending, finishRound, grantExemption, tellEnding } from "./remediate-drift/finish-round.ts";
import { makeChange } from "./remediate-drift/make-change.ts";
import {
  noteTrigger,
  type Opened,
  type OpenRound,
  openRound,
  openUnread,
  stillViolating,
  tellClosed,
} from "./remediate-drift/open-round.ts";
import {
  type Asked,
  askQuestion,
  type Reconsidered,
  reconsider,
  sendQuestion,
  settleQuestion,
  tellDecision,
  voidedBy,
} from "./remediate-drift/question.ts";
import { parseRequest } from "./remediate-drift/request.ts";
import type { Round } from "./remediate-drift/round.ts";
import type { Service } from "./remediate-drift/service.ts";
import { createSteps, StepFailure } from "./remediate-drift/steps.ts";
import { deployedService } from "./remediate-drift/wiring.ts";

const NOTHING_TO_ASK = { asked: false, why: null } as const;

export const handler: DurableLambdaHandler = createHandler(deployedService);

/** `service` is called outside steps on every replay, so it must not do anything but wire. */
export function createHandler(service: () => Service): DurableLambdaHandler {
  return withDurableExecution(async (payload: unknown, context: DurableContext): Promise<{ outcome: string }> => {
    const round = { request: parseRequest(payload), service: service(), steps: createSteps(context) };
    return { outcome: await FLOWS[round.request.type](round) };
  });
}

const FLOWS: Record<RemediationRequest["type"], (round: Round) => Promise<string>> = {
  remediate: async (round) => remediate(await withCreator(round)),
  "contain-again": containAgain,
  conclude,
};

async function remediate(round: Round): Promise<string> {
  const { request, service, steps } = round;
  const opened = await open(round);
  if (opened.status !== "open") {
    if (opened.closed) await steps.told("tell closed", () => tellClosed(request, opened, service));
    return opened.why;
  }
  await steps.told("announce", () => announce(request, opened, service));
  const ending = await respond(round, opened).catch(failedStep);
  await steps.idempotent("record", () => finishRound(request, ending, service));
  await steps.told("tell ending", () => tellEnding(request, ending, service));
  return ending.outcome;
}

async function respond(round: Round, opened: OpenRound): Promise<Ending> {
  const { request, service, steps } = round;
  const containment = await contain(round, opened, "main");
  await steps.idempotent("note containment", () => markContained(request, service));
  const ask = opened.asks ? await steps.idempotent("ask", () => askQuestion(request, service)) : NOTHING_TO_ASK;
  const follows = ask.asked ? { asked: true as const } : ask;
  await steps.told("tell containment", () => noteContainment(request, containment, follows, service));
  if (!ask.asked) return { outcome: outcomeOf(containment) };
  const { question } = ask;
  const answer = await awaitAnswer(round, question);
  if (answer === "void") {
    return {
      outcome: "void",
      reason: await steps.idempotent("why void", () => voidedBy(request, service)),
      approved: false,
    };
  }
  if (answer !== "approved") return { outcome: answer === "rejected" ? "rejected" : "expired" };
  await steps.told("tell decision", () => tellDecision(question.id, service));
  const again = await steps.idempotent("look again", () => reconsider(request, question.id, service));
  return again.valid ? act(round, question, again) : { outcome: "void", reason: again.reason, approved: true };
}

async function open({ request, service, steps }: Round): Promise<Opened> {
  try {
    return await steps.idempotent("open the finding", () => openRound(request, service));
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const reason = error.message;
    return steps.idempotent("open the finding unread", () => openUnread(request, reason, service));
  }
}

async function contain(round: Round, { automatic }: OpenRound, run: string): Promise<Containment[]> {
  const results: Containment[] = [];
  for (const { action, effect } of automatic) {
    results.push({ action, ...(await makeChange(round, { action, effect, run, approved: null })) });
  }
  return results;
}

async function awaitAnswer({ service, steps }: Round, { id, waits }: Asked): Promise<string> {
  for (const [index, seconds] of waits.entries()) {
    const last = index === waits.length - 1;
    await steps.wait(`answer ${index + 1}`, seconds, (callbackId) => sendQuestion(id, callbackId, index > 0, service));
    const status = await steps.idempotent(`settle ${index + 1}`, () => settleQuestion(id, last, service));
    if (status !== "pending") return status;
  }
  return "expired";
}

async function act(round: Round, question: Asked, approved: Extract<Reconsidered, { valid: true }>): Promise<Ending> {
  if (approved.steps.length === 0) {
    await round.steps.idempotent("exempt", () => grantExemption(round.request, question.id, round.service));
    return { outcome: "exempted" };
  }
  for (const { action, effect } of approved.steps) {
    const result = await makeChange(round, { action, effect, run: "approved", approved });
    if ("obstacle" in result) return endingOf(action, result.obstacle);
  }
  return { outcome: "remediated" };
}

/** A contained resource was started again while its round is live: contain it once more, within the caps. */
async function containAgain(round: Round): Promise<string> {
  const { request, service, steps } = round;
  const opened = await steps.idempotent("look", () => stillViolating(request, service));
  await steps.idempotent("note trigger", () => noteTrigger(request, service));
  if (opened === null || opened.automatic.length === 0) return "nothing-to-do";
  const results = await contain(round, opened, request.trigger.id);
  await steps.told("tell", () => tellAgain(request, results, service));
  return outcomeOf(results);
}

/** The resource ended or was put right while its finding was open: its question is void, its finding closed. */
async function conclude({ request, service, steps }: Round): Promise<string> {
  const look = () => observeEnd(request, service);
  const end = await steps.watch("wait for its end", service.pollSeconds, look, isSettled, async () => {});
  if (end.state !== "done") return "not-over";
  const concluded = await steps.idempotent("conclude", () => concludeFinding(request, service));
  const { closed } = concluded;
  if (closed !== null) await steps.told("tell closed", () => tellClosed(request, closed, service));
  return concluded.outcome;
}

/** A trigger that carried no caller: CloudTrail's event history may know who made the resource. */
async function withCreator(round: Round): Promise<Round> {
  const { request, service, steps } = round;
  if (!isUnknown(request.creator)) return round;
  const maker = await steps.idempotent("find the creator", () => service.findCreator(request));
  return isUnknown(maker) ? round : { ...round, request: { ...request, creator: maker, maker } };
}

function outcomeOf(containment: readonly Containment[]): "contained" | "reported" {
  return containment.some((result) => "done" in result) ? "contained" : "reported";
}

/** A step whose retries are used up ends the round in words; any other error is a fault that ends the execution. */
function failedStep(error: unknown): Ending {
  if (!(error instanceof StepFailure)) throw error;
  return { outcome: "failed", action: null, obstacle: null, detail: error.message };
}

/** An approved action that was not done: its approval does not hold any more, or it failed. */
function endingOf(action: ActionId, obstacle: Obstacle): Ending {
  switch (obstacle.reason) {
    case "gone":
    case "replaced":
    case "fixed":
    case "changed":
    case "mode":
    case "cap":
      return { outcome: "void", reason: obstacle.reason, approved: true };
    case "policy":
      return { outcome: "void", reason: "policy-invalid", approved: true };
    default:
      return { outcome: "failed", action, obstacle, detail: obstacle.detail };
  }
}
