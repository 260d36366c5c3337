/** The situation: the resource as it is now, the policy as it is now, and what follows. Read before anything is done. */
import { assess } from "../assess/assess.ts";
import { readNetwork } from "../assess/assess-in-network.ts";
import { networkNeeds } from "../assess/network-needs.ts";
import type { Assessment } from "../assess/verdict.ts";
import { isRetryable } from "../aws/errors.ts";
import { callProblems, type SageMakerApi } from "../aws/sagemaker.ts";
import type { CurrentPolicy } from "../decide/current-policy.ts";
import type { Plan } from "../decide/plan.ts";
import { plan, planNeeds } from "../decide/planner.ts";
import type { Policy } from "../decide/policy.ts";
import { effectiveMode, type SwitchPosition } from "../decide/switch.ts";
import type { NetworkFacts } from "../network/facts.ts";
import { type NetworkNeeds, type NetworkReader, NetworkUnavailableError, unionOf } from "../network/needs.ts";
import { exemptionsOf } from "../record/finding-exemption.ts";
import type { Ledger } from "../record/ledger.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { ResourceLook } from "../sagemaker/look.ts";
import { lookAt } from "../sagemaker/look-at.ts";
import { withUnseen } from "../sagemaker/posture.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

/** The resource a finding is about: found again by its ARN and time of creation. */
export interface Subject {
  findingId: string;
  resource: ResourceRef;
  creationTime: string | null;
  /** The call that led here, which may have changed what no look shows. */
  trigger?: { operation: string };
}

export interface SituationDeps {
  sageMaker: SageMakerApi;
  /** Loaded only when a rule or a plan reads the network. */
  network(): Promise<NetworkReader>;
  ledger: Ledger;
  currentPolicy(): Promise<CurrentPolicy>;
  readSwitch(): Promise<SwitchPosition>;
  now(): Date;
}

export type Situation =
  | { status: "gone" }
  /** Another resource has its name now. */
  | { status: "replaced" }
  | { status: "unread"; reason: string }
  | {
      status: "found";
      look: ResourceLook;
      assessment: Assessment;
      /** What EC2 said of it, and of where a plan may move something. */
      network: NetworkFacts;
      /** With the mode in force: the lower of its own and the switch's. */
      policy: Policy;
      /** Why the policy in force is not the deployed one; null when it is. */
      policyProblem: string | null;
      plan: Plan;
    };

/** SageMaker or EC2 did not answer; the same look may work later. */
export class NoAnswerError extends Error {
  constructor(reason: string, options: ErrorOptions) {
    super(reason, options);
    this.name = "NoAnswerError";
  }
}

export interface SituationOptions {
  /** The network may be a minute old: for looking on while something takes its time, never for deciding. */
  lookingOn?: boolean;
}

/** Throws NoAnswerError when SageMaker or EC2 could not be asked, and what the ledger and AppConfig throw. */
export async function readSituation(
  subject: Subject,
  deps: SituationDeps,
  options: SituationOptions = {},
): Promise<Situation> {
  const kind = kindOf(subject.resource.kind);
  const looked = await lookAt(deps.sageMaker, kind, subject.resource, { withTags: true });
  if (looked.status === "gone") return looked;
  if (looked.status === "unread") {
    if (isRetryable(looked.error)) throw new NoAnswerError(looked.reason, { cause: looked.error });
    return { status: "unread", reason: looked.reason };
  }
  if (subject.creationTime !== null && looked.look.creationTime !== subject.creationTime) return { status: "replaced" };
  return judge(subject, looked.look, deps, options);
}

async function judge(
  subject: Subject,
  look: ResourceLook,
  deps: SituationDeps,
  options: SituationOptions,
): Promise<Situation> {
  const [{ policy: deployed, problem }, position, finding] = await Promise.all([
    deps.currentPolicy(),
    deps.readSwitch(),
    deps.ledger.getFinding(subject.findingId),
  ]);
  const policy = { ...deployed, mode: effectiveMode(deployed, position) };
  const now = deps.now();
  const granted = finding === null ? [] : exemptionsOf(finding, now);
  const kind = kindOf(look.resource.kind);
  const posture = withUnseen(kind, look.posture, subject.trigger?.operation ?? null);
  const needs = unionOf([networkNeeds(kind, posture, policy), planNeeds(look, policy)]);
  const network = await networkAround(needs, deps, options);
  const assessment = assess({ kind, resource: look.resource, posture, policy, network, granted, now });
  const planned = plan({
    look,
    assessment,
    policy,
    network,
    findingId: subject.findingId,
    problemsOf: (call) => callProblems(call.operation, call.input),
    now,
  });
  return { status: "found", look, assessment, network, policy, policyProblem: problem, plan: planned };
}

/** Read afresh where something is decided: it must not rest on what was true a minute ago. */
async function networkAround(
  needs: NetworkNeeds,
  { network }: SituationDeps,
  { lookingOn = false }: SituationOptions,
): Promise<NetworkFacts> {
  try {
    return await readNetwork(needs, network, { fresh: !lookingOn });
  } catch (error) {
    if (!(error instanceof NetworkUnavailableError)) throw error;
    throw new NoAnswerError(error.message, { cause: error });
  }
}
