/** What the console shows, read at one moment. Everything in it comes from the account; nothing is made up. */
import type { ActionRecord, AuditEntry, Finding, Question } from "../../shared/record/ledger.ts";
import type { Happening } from "../contract.ts";
import type { AlarmView } from "../lambda/alarms.ts";

export interface ResourceRow {
  kind: string;
  name: string;
  arn: string;
  /** ARN of the caller, where it was seen. */
  creator: string | null;
  /** Null for kinds without a status. */
  state: string | null;
  /** Its network settings in a few words each. */
  network: NetworkFact[];
  standing: Standing;
  /** Id of its latest finding. */
  findingId: string | null;
}

export interface NetworkFact {
  text: string;
  /** Whether the setting opens a way to the internet or leaves the approved network, as far as the value itself tells. */
  open: boolean;
}

/**
 * What the service has said of a resource. `unseen`: nothing yet. `part`: it is judged with the job that made it.
 * `cause`: it stands on something in the network that puts it in violation.
 */
export type Standing = "unseen" | "part" | "compliant" | "in-hand" | "asked" | "open" | "cause" | "closed";

export interface FindingCard {
  finding: Finding;
  question: Question | null;
  actions: ActionRecord[];
  audit: AuditEntry[];
}

export interface OpenQuestion {
  question: Question;
  /** The link as the message gave it; null until a message has it. */
  link: string | null;
}

/** One message, as each channel got it. */
export interface SentMessage {
  id: string;
  at: Date;
  subject: string;
  /** The text a phone would show. */
  text: string;
  /** The notification for Amazon Q Developer, as JSON; null until it was published. */
  chat: string | null;
  /** The payload that Slack got; null until it arrived. */
  slack: Record<string, unknown> | null;
  /** Sent by CloudWatch rather than by the service. */
  alarm: boolean;
}

export type StepState = "done" | "running" | "failed";

export interface ExecutionRow {
  name: string;
  /** What it is about: `notebook instance churn-dev, round 1`. */
  about: string;
  status: string;
  startedAt: Date;
  endedAt: Date | null;
  steps: { name: string; state: StepState }[];
}

export interface QueueRow {
  name: string;
  /** Bodies of what is in it, the latest last, at most ten. */
  bodies: string[];
  count: number;
}

export interface ConsoleModel {
  account: string;
  region: string;
  url: string;
  resources: ResourceRow[];
  findings: FindingCard[];
  questions: OpenQuestion[];
  /** Newest first. */
  messages: SentMessage[];
  /** Newest first. */
  executions: ExecutionRow[];
  /** Newest first. */
  activity: Happening[];
  queues: QueueRow[];
  alarms: AlarmView[];
}
