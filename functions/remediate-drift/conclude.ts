/** Concluding a finding whose resource ended, went, or was put right while the finding was open. */
import type { ActionState } from "../../shared/act/action.ts";
import { NoAnswerError, readSituation, type Situation } from "../../shared/act/situation.ts";
import { isOver } from "../../shared/act/stop.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { closeFinding, type Opened, type Over } from "./open-round.ts";
import type { Service } from "./service.ts";

type Closing = Extract<Opened, { status: "nothing-to-do" }>;

export interface Concluded {
  outcome: "closed" | "question-void" | "left-to-its-round";
  /** What people are told; null where the finding's own round tells them. */
  closed: Closing | null;
}

/** `done`: it is over. `waiting`: it is on its way. `impossible`: it stands as it was. */
export async function observeEnd(request: RemediationRequest, service: Service): Promise<ActionState> {
  try {
    return endOf(request, await readSituation(request, service));
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
  if (situation.assessment.outcome === "compliant") return { state: "done", detail: "it meets the policy" };
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
  if (finding?.status !== "open") return { outcome: "left-to-its-round", closed: null };
  if (finding.roundStatus === "live") {
    if (finding.questionId === null || !finding.contained) return { outcome: "left-to-its-round", closed: null };
    const question = await ledger.settle(finding.questionId, "void", now().toISOString());
    if (question.status === "void" && question.callbackId !== null) await wake(question.callbackId, service);
    return { outcome: "question-void", closed: null };
  }
  const situation = await readSituation(request, service);
  const closed = await closeFinding({ ...request, round: finding.round }, whyOver(situation), service);
  return { outcome: "closed", closed: closed.status === "nothing-to-do" && closed.closed ? closed : null };
}

function whyOver(situation: Situation): Over {
  if (situation.status === "gone" || situation.status === "replaced") return situation.status;
  return situation.status === "found" && situation.assessment.outcome === "compliant" ? "compliant" : "ended";
}

/** A callback that is closed belongs to an execution that is awake or over: it finds the question void. */
async function wake(callbackId: string, service: Service): Promise<void> {
  try {
    await service.wake(callbackId);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CallbackTimeoutException") throw error;
  }
}
