/** What sweeps and rechecks need of the world, in one object, so that tests can bring their own. */

import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { CurrentPolicy } from "../decide/current-policy.ts";
import type { Policy } from "../decide/policy.ts";
import type { TriageDeps } from "../detect/triage.ts";
import type { NetworkReader } from "../network/needs.ts";
import type { OwnEvent } from "../notify/events.ts";
import type { Message } from "../notify/message.ts";
import type { Ledger } from "../record/ledger.ts";
import type { NetworkIndex } from "../record/network-index.ts";
import type { SweepStore } from "../record/sweeps.ts";
import type { ResourceKind, ResourceRef } from "../sagemaker/resource-kind.ts";
import type { Place } from "./cause-findings.ts";

/** What is logged beside its values, some of it counted in a metric. */
export type Note = (message: string, detail: Record<string, unknown>, metric?: SurveyMetric) => void;

export type SurveyMetric =
  | "PolicyInvalid"
  | "RecheckCutShort"
  | "RecheckMalformed"
  | "SweepFinished"
  | "SweepOverdue"
  | "SweepUnread";

export interface SurveyService {
  kinds: readonly ResourceKind[];
  place: Place;
  sageMaker: SageMakerApi;
  network: NetworkReader;
  /** Calls of SageMaker and EC2 by this invocation so far. */
  calls(): number;
  ledger: Ledger;
  index: NetworkIndex;
  sweeps: SweepStore;
  currentPolicy(): Promise<CurrentPolicy>;
  /** The clients of the ordinary way; the policy is the current one, and `network` this service's. */
  ordinaryWay: Pick<TriageDeps, "getFinding" | "findOpenFindings" | "nameCreator" | "start" | "wake">;
  send(message: Message): Promise<void>;
  publish(event: OwnEvent): Promise<void>;
  note: Note;
  /** Seconds that CloudTrail is given to tell of what was just made: until then a sweep does not bring it up. */
  graceSeconds: number;
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

/** Nothing is put off: what is too new for one sweep is an event's to bring up, or the next sweep's. */
export function triageDepsOf(service: SurveyService, policy: Policy): TriageDeps {
  const { sageMaker, network, now, ordinaryWay, graceSeconds } = service;
  return {
    ...ordinaryWay,
    policy,
    now,
    sageMaker: async () => sageMaker,
    network: async () => network,
    putOff: async () => {},
    graceSeconds,
  };
}

/** One that could not be looked at again does not hold up the others. */
export function noteFailure({ note }: SurveyService): (resource: ResourceRef, error: unknown) => void {
  return ({ kind, name }, error) => {
    note("Resource not looked at again", {
      kind,
      name,
      reason: error instanceof Error ? error.message : String(error),
    });
  };
}
