/** Concluding a finding whose resource ended, went, or was put right while the finding was open. */
import type { ActionState } from "../../shared/act/action.ts";
import { NoAnswerError, readSituation, type Situation } from "../../shared/act/situation.ts";
import { executionOf, type RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { isRoundLive } from "../../shared/detect/respond.ts";
import type { Finding } from "../../shared/record/ledger.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { isOver } from "../../shared/sagemaker/resource-kind.ts";
import { closingOutcome, type Opened, recordClosed, whyOver } from "./open-round.ts";
import type { Service } from "./service.ts";

type Closing = Extract<Opened, { status: "nothing-to-do" }>;

export interface Concluded {
  outcome: "closed" | "question-void" | "left-to-its-round";
  /** What people are told; null where the finding's own round tells them. */
  closed: Closing | null;
}

/** `done`: it is over. `waiting`: it is on its way, or its round is at work. `impossible`: it stands as it was. */
export async function observeEnd(request: RemediationRequest, service: Service): Promise<ActionState> {
  try {
    const end = endOf(request, await readSituation(request, service));
    if (end.state !== "done") return end;
    const finding = await service.ledger.getFinding(request.findingId);
    const working = finding !== null && (await isLive(finding, service)) && finding.questionId === null;
    return working ? { state: "waiting", detail: "its round is at work" } : end;
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return { state: "waiting", detail: error.message };
  }
}

export function isSettled({ state }: ActionState): boolean {
  return state !== "waiting";
}

function endOf({ resource }: RemediationRequest, situation: Situation): ActionState {
  if (situation.status === "unread") return { state: "impossible", detail: situation.reason };
  if (situation.status !== "found") return { state: "done", detail: `it is ${situation.status}` };
  const kind = kindOf(resource.kind);
  const { status } = situation.look;
  if (isOver(kind, status)) return { state: "done", detail: `it is ${status}` };
  if (situation.assessment.ownOutcome === "compliant") return { state: "done", detail: "it meets the policy" };
  const leaving =
    status === "Deleting" || (kind.over.length > 0 && kind.stop?.stopping.includes(status ?? "") === true);
  return leaving
    ? { state: "waiting", detail: `it is ${status}` }
    : { state: "impossible", detail: "it is still there" };
}

/** A live round that waits for an answer is woken with its question void; one that is at work sees by itself. */
export async function concludeFinding(request: RemediationRequest, service: Service): Promise<Concluded> {
  const { ledger, now } = service;
  const finding = await ledger.getFinding(request.findingId);
  if (finding?.status !== "open") return LEFT;
  if (await isLive(finding, service)) {
    if (finding.questionId === null) return LEFT;
    const question = await ledger.settle(finding.questionId, "void", now().toISOString());
    if (question.status === "void" && question.callbackId !== null) await wake(question.callbackId, service);
    return { outcome: "question-void", closed: null };
  }
  const why = whyOver(await readSituation(request, service)) ?? "ended";
  const end = { outcome: closingOutcome(why), close: true, at: now().toISOString() };
  if (!(await ledger.endRound(finding.id, finding.round, end, executionOf(request)))) return LEFT;
  await recordClosed(request, end.outcome, service);
  return { outcome: "closed", closed: { status: "nothing-to-do", why, closed: true } };
}

const LEFT: Concluded = { outcome: "left-to-its-round", closed: null };

async function isLive(finding: Finding, { currentPolicy, now }: Service): Promise<boolean> {
  const { policy } = await currentPolicy();
  return isRoundLive(finding, { policy, now });
}

/** A callback that is closed belongs to an execution that is awake or over: it finds the question void. */
async function wake(callbackId: string, service: Service): Promise<void> {
  try {
    await service.wake(callbackId);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CallbackTimeoutException") throw error;
  }
}
