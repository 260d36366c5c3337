/**
 * The sweep: everything there is, looked at every few hours. It finds what events lost, keeps the index of what stands on
 * what, and tells causes in the network. A tick works until its time runs out; the next one goes on after the last batch.
 *
 * Calls, for n resources in v VPCs: a list call for each hundred; one Describe each, and those of what it names; about nine
 * of EC2 for a batch of a hundred, and two for a VPC that is new within a minute; one or two more of both for each resource
 * that is wrong. Writes: one item for each id that a resource names, one for each edge of the network, one for each cause
 * that a resource stands on. All of it grows with n and with nothing else.
 */
import type { CurrentPolicy } from "../decide/current-policy.ts";
import { SWEEP } from "../detect/survey-operations.ts";
import type { SweepState } from "../record/sweeps.ts";
import { readOpenFindings } from "./open-findings.ts";
import { createPass } from "./pass.ts";
import type { SurveyService } from "./survey-service.ts";
import { PHASES, save, type Work } from "./sweep-phases.ts";

export interface SweepOptions {
  /** Names this invocation: no other one has the same. */
  by: string;
  /** Milliseconds that this invocation has left. */
  remaining(): number;
  everyHours: number;
  /** Begins a sweep although none is due; one that is not finished is finished first. */
  atOnce?: boolean;
}

export type SweepTick =
  | { result: "off" | "no-policy" | "not-due" | "held" }
  | { result: "paused" | "finished"; sweep: SweepState };

const HOUR = 3_600_000;
/** How long an invocation may hold a sweep beyond its own time. */
const HELD_LONGER = 30_000;
const OVERDUE_HOURS = 24;

/** Begins a sweep that is due, or goes on with one that is not finished. Throws SweepLostError and what the ledger throws. */
export async function sweepAccount(service: SurveyService, options: SweepOptions): Promise<SweepTick> {
  const current = await service.currentPolicy();
  if (current.problem !== null) return withoutPolicy(current.problem, service);
  if (current.policy.mode === "off") return { result: "off" };
  const seen = await service.sweeps.latest();
  if (seen !== null && isOverdue(seen, service.now())) service.note("Sweep overdue", { id: seen.id }, "SweepOverdue");
  const state = nextState(seen, service.now(), options);
  if (state === null) return { result: "not-due" };
  const until = new Date(service.now().getTime() + options.remaining() + HELD_LONGER);
  if (!(await service.sweeps.take(state, seen, options.by, until))) return { result: "held" };
  try {
    return await goOn(state, current, service, options);
  } finally {
    await service.sweeps.release(options.by);
  }
}

/** Judged by another policy than the deployed one, everything would be right or wrong that is not: the next tick looks again. */
function withoutPolicy(problem: string, { note }: SurveyService): SweepTick {
  note("Policy not valid", { problem }, "PolicyInvalid");
  return { result: "no-policy" };
}

function isOverdue({ phase, startedAt }: SweepState, now: Date): boolean {
  const hours = (now.getTime() - Date.parse(startedAt)) / HOUR;
  return hours > OVERDUE_HOURS && phase !== "done";
}

/** The unfinished one, or a new one where one is due; null where none is. */
function nextState(
  seen: SweepState | null,
  now: Date,
  { everyHours, atOnce }: Pick<SweepOptions, "everyHours" | "atOnce">,
): SweepState | null {
  if (seen !== null && seen.phase !== "done") return seen;
  const due = seen === null || now.getTime() - Date.parse(seen.startedAt) >= everyHours * HOUR;
  return due || atOnce === true ? beginning(now, seen) : null;
}

function beginning(now: Date, before: SweepState | null): SweepState {
  const startedAt = now.toISOString();
  return {
    ...{ id: startedAt.slice(0, 19).replaceAll(":", "-"), startedAt, finishedAt: null, phase: "survey", cursor: null },
    ...{
      before: before?.startedAt ?? null,
      digestSent: false,
      looked: 0,
      inViolation: 0,
      unknown: 0,
      calls: 0,
      unread: {},
      unlisted: {},
    },
  };
}

async function goOn(
  state: SweepState,
  { policy }: CurrentPolicy,
  service: SurveyService,
  options: SweepOptions,
): Promise<SweepTick> {
  const open = await readOpenFindings(service.ledger);
  const trigger = `sweep-${state.id}`;
  const pass = createPass(service, { policy, open, operation: SWEEP, trigger });
  const work: Work = { pass, state, by: options.by, remaining: options.remaining, counted: 0 };
  for (const phase of PHASES) {
    if (phase.name !== work.state.phase) continue;
    if (!(await phase.run(work))) return { result: "paused", sweep: work.state };
    await save(work, { phase: phase.next, cursor: null });
  }
  return { result: "finished", sweep: work.state };
}
