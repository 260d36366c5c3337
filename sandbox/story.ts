/** What the terminal tells of the account's happenings: one plain sentence each, or nothing. */
import { harmless, type Paint } from "../cli/style.ts";
import type { Moment } from "../shared/notify/message.ts";
import { isObject, stringAt } from "../shared/sagemaker/document.ts";
import { displayName, idIn } from "../shared/sagemaker/identity.ts";
import { findKind, RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import { parsedJson } from "./console/json.ts";
import { networkFacts } from "./console/network-facts.ts";
import type { Happening } from "./contract.ts";
import type { LogLine } from "./lambda/index.ts";

export const SERVICE = "sagefence";
const AWS = "AWS";

/** One line of the story. */
export interface Told {
  at: Date;
  /** A person, `sagefence` or `AWS`. */
  who: string;
  /** What they do, beginning with the verb. */
  what: string;
  /** An address that belongs to it. */
  link: string | null;
}

export interface StoryOptions {
  /** Whether this ARN is a session of one of the service's own roles. */
  isService: (callerArn: string) => boolean;
  /** What a published message is for, by its id; undefined where it does not say. */
  momentOf: (messageId: string) => string | undefined;
}

/** The line for a happening; null for what goes without saying. */
export function tell(happening: Happening, options: StoryOptions): Told | null {
  switch (happening.type) {
    case "call":
      return tellCall(happening, options);
    case "event":
      return tellEvent(happening);
    case "message":
      return tellMessage(happening, options);
    case "state":
      return tellState(happening);
    case "invocation":
      return tellInvocation(happening);
  }
}

/** The line for a log entry in which `detect-drift` says what it made of an event. */
export function tellLog({ at, line }: LogLine): Told | null {
  if (!line.includes('"Event triaged"')) return null;
  const entry = parsedJson(line);
  const name = nameOf(stringAt(entry, "resource.kind"), stringAt(entry, "resource.name"));
  const result = stringAt(entry, "result");
  if (result === "compliant") return said(at, SERVICE, `looks at ${name}: nothing is wrong with it`);
  return result === "gone" ? said(at, SERVICE, `looks for ${name}: it is gone`) : null;
}

/** Several events about one resource come to the same; saying it once is enough. */
export function createOnce(): (told: Told | null) => Told | null {
  const said = new Set<string>();
  return (told) => {
    if (told === null || said.has(told.what)) return null;
    said.add(told.what);
    return told;
  };
}

function tellCall({ at, detail }: Happening, { isService }: StoryOptions): Told | null {
  const operation = String(detail.operation);
  if (!["ec2", "sagemaker"].includes(String(detail.service)) || /^(Describe|Get|List)/.test(operation)) return null;
  const caller = String(detail.caller);
  const who = isService(caller) ? SERVICE : callerName(caller);
  const refused = isObject(detail.error) ? `: AWS refuses it (${stringAt(detail.error, "code") ?? "an error"})` : "";
  const act = detail.service === "ec2" ? networkActOf(operation, detail.input) : actOf(operation, detail.input);
  return said(at, who, `${act}${refused}`);
}

/** What somebody does in the network; a route with where it leads. */
function networkActOf(operation: string, input: unknown): string {
  const [destination] = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"].flatMap(
    (name) => stringAt(input, name) ?? [],
  );
  const table = stringAt(input, "RouteTableId");
  if (operation === "CreateRoute" && destination !== undefined) {
    const target = Object.entries(isObject(input) ? input : {}).find(([name]) =>
      /(Gateway|Connection|Interface)Id$/.test(name),
    );
    return `adds a route to ${table}: ${destination} to ${String(target?.[1] ?? "something")}`;
  }
  if (operation === "DeleteRoute" && destination !== undefined)
    return `takes the route for ${destination} out of ${table}`;
  return `calls ${operation} of EC2`;
}

const VERBS: Record<string, string> = {
  Create: "creates",
  Delete: "deletes",
  Start: "starts",
  Stop: "stops",
  Update: "changes",
};

function actOf(operation: string, input: unknown): string {
  if (operation === "AddTags") return `tags ${nameInArn(stringAt(input, "ResourceArn") ?? "")}`;
  const [, call = "", noun = ""] = /^(Create|Delete|Start|Stop|Update)(.+)$/.exec(operation) ?? [];
  const kind = RESOURCE_KINDS.find(({ calls }) => calls.create.includes(`Create${noun}`));
  const verb = VERBS[call];
  if (verb === undefined) return `calls ${operation}`;
  if (kind === undefined) return `${verb} ${inWords(noun)} ${stringAt(input, `${noun}Name`) ?? ""}`.trim();
  const name = nameOf(kind.id, displayName(kind, stringAt(input, kind.nameMember), idIn(kind, input)) ?? undefined);
  const open = call === "Create" ? networkFacts(kind.id, input, "create").filter((fact) => fact.open) : [];
  return `${verb} ${name}${open.length > 0 ? ` (${open.map(({ text }) => text).join(", ")})` : ""}`;
}

/** How late a CloudTrail event is before that is worth a line, in milliseconds. */
const LATE = 5_000;

function tellEvent({ at, detail }: Happening): Told | null {
  if (stringAt(detail, "event.detail-type") !== "AWS API Call via CloudTrail") return null;
  if (stringAt(detail, "event.source") !== "aws.sagemaker") return null;
  const call = stringAt(detail, "event.detail.eventName") ?? "";
  if (stringAt(detail, "event.detail.errorCode") !== undefined) {
    const matched = Array.isArray(detail.rules) && detail.rules.length > 0;
    return matched ? null : said(at, AWS, `reports the refused ${call}; no rule matches it, so nothing looks at it`);
  }
  const lateBy = at.getTime() - Date.parse(stringAt(detail, "event.time") ?? "");
  if (!(lateBy > LATE)) return null;
  return said(at, AWS, `reports ${call} only now, ${Math.round(lateBy / 1_000)} s after it was called`);
}

/** What the service does by sending a message, by the moment that the message is for. */
const SAYS: Record<string, string> = {
  "cause-found": "finds",
  "drift-found": "finds",
  question: "asks a person:",
  reminder: "asks again:",
} satisfies Partial<Record<Moment, string>>;

function tellMessage({ at, detail }: Happening, { momentOf }: StoryOptions): Told | null {
  const topic = stringAt(detail, "topicArn")?.split(":").at(-1);
  const message = stringAt(detail, "message") ?? "";
  if (topic === "sagefence-alarms") {
    return said(at, AWS, `alarm ${stringAt(parsedJson(message), "AlarmName") ?? ""} rings`);
  }
  if (topic !== "sagefence-text") return null;
  const [headline = ""] = message.split("\n", 1);
  const verb = SAYS[momentOf(stringAt(detail, "id") ?? "") ?? ""] ?? "tells people:";
  return { ...said(at, SERVICE, `${verb} ${headline}`), link: linkIn(message) };
}

/** The address on which a message asks to decide. */
export function linkIn(message: string): string | null {
  return /https?:\/\/\S+\/q\/\S+/.exec(message)?.[0] ?? null;
}

function tellState({ at, detail }: Happening): Told | null {
  const state = stringAt(detail, "state") ?? "";
  const kind = stringAt(detail, "kind");
  if (kind === "alarm" || findKind(kind ?? "") === undefined) return null;
  const name = nameOf(kind, stringAt(detail, "name"));
  if (state === "InProgress (Training)") return said(at, AWS, `${name} begins to compute`);
  return /^(Completed|Deleted|Failed|InService|Stopped)$/.test(state) ? said(at, AWS, `${name} is ${state}`) : null;
}

function tellInvocation({ at, detail }: Happening): Told | null {
  if (!isObject(detail.error)) return null;
  return said(
    at,
    SERVICE,
    `fails in ${stringAt(detail, "function") ?? ""}: ${stringAt(detail.error, "errorType") ?? ""}`,
  );
}

function said(at: Date, who: string, what: string): Told {
  return { at, who, what, link: null };
}

/** `jane` of a user, `mei` of a session, `ci-pipeline` of a session that is named after nobody. */
export function callerName(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);
}

/** `NotebookInstanceLifecycleConfig` → `notebook instance lifecycle config`. */
function inWords(noun: string): string {
  return noun.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function nameInArn(arn: string): string {
  const [kind = "", ...name] = (arn.split(":")[5] ?? "").split("/");
  return nameOf(kind, name.join("/"));
}

function nameOf(kind: string | undefined, name: string | undefined): string {
  return `${findKind(kind ?? "")?.title ?? kind ?? "resource"} ${name ?? ""}`.trim();
}

/** A line as the terminal shows it: time since the start, who, what, and an address below. */
export function lineOf({ at, who, what, link }: Told, startedAt: Date, paint: Paint): string {
  const seconds = Math.max(0, Math.floor((at.getTime() - startedAt.getTime()) / 1_000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(6);
  const name = harmless(who).padEnd(WHO_WIDTH);
  const actor = who === SERVICE ? paint("cyan", name) : who === AWS ? paint("dim", name) : paint("bold", name);
  const line = `${paint("dim", time)}  ${actor} ${who === AWS ? paint("dim", harmless(what)) : harmless(what)}\n`;
  return link === null ? line : `${line}${" ".repeat(6 + 2 + WHO_WIDTH + 1)}${link}\n`;
}

const WHO_WIDTH = 17;
