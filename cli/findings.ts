/** `sagefence findings [ID]`. */
import { FINDINGS_LISTED } from "../shared/approve/http-api.ts";
import { describeCreator } from "../shared/detect/creator.ts";
import type { ActionRecord, AuditEntry, Finding } from "../shared/record/ledger.ts";
import { checkedId, connect, type FindingDetail } from "./api.ts";
import { optionLines, placeOf, titleOf, violationLines } from "./describe-question.ts";
import { EXIT, type ExitCode, type Format, type Io, printJson } from "./io.ts";
import { columns, harmless, type Paint, painter, plural } from "./style.ts";

interface FindingsOptions {
  api?: string;
  format: Format;
}

export async function runFindings(id: string | undefined, options: FindingsOptions, io: Io): Promise<ExitCode> {
  const checked = id === undefined ? null : checkedId(id);
  const api = connect(options, io);
  if (checked === null) {
    print(
      await api.findings().then((findings) => ({ findings })),
      ({ findings }) => listLines(findings, painter(io)),
      options,
      io,
    );
    return EXIT.fine;
  }
  const findingId = checked.type === "finding" ? checked.id : (await api.question(checked.id)).findingId;
  print(await api.finding(findingId), (detail) => detailLines(detail, painter(io)), options, io);
  return EXIT.fine;
}

function print<Value extends object>(
  value: Value,
  lines: (value: Value) => string[],
  { format }: FindingsOptions,
  io: Io,
): void {
  if (format === "json") printJson(io, { version: 1, ...value });
  else io.out(`${lines(value).join("\n")}\n`);
}

function listLines(findings: readonly Finding[], paint: Paint): string[] {
  if (findings.length === 0) return ["Nothing is open."];
  const rows = findings.map((finding) => [
    finding.id,
    titleOf(finding.resource),
    placeOf(finding.resource),
    stateOf(finding),
    [...new Set(finding.violations.map(({ rule }) => rule))].join(", "),
  ]);
  const [heading = "", ...lines] = columns([["FINDING", "RESOURCE", "WHERE", "STATE", "RULES"], ...rows]);
  return [paint("dim", heading), ...lines, "", `${countOf(findings)}. \`sagefence findings ID\` says more.`];
}

/** The service lists only the newest; a full list may not be all of them. */
function countOf({ length }: readonly Finding[]): string {
  return length < FINDINGS_LISTED
    ? plural(length, "open finding")
    : `The newest ${length} open findings; there may be more`;
}

/** Where its round stands: what a person wants to know first. */
function stateOf({ status, round, roundStatus, outcome, questionId, contained }: Finding): string {
  const times = round > 1 ? ` (round ${round})` : "";
  if (roundStatus === "ended") return `${status}, ${outcome ?? "ended"}${times}`;
  if (questionId !== null) return `asked: ${questionId}${times}`;
  return `${contained ? "contained" : "at work"}${times}`;
}

function detailLines({ finding, question, actions, audit }: FindingDetail, paint: Paint): string[] {
  const { resource, creator, replacementArn } = finding;
  const lines = [
    `${paint("bold", titleOf(resource))}  ${paint("dim", placeOf(resource))}`,
    ...columns([
      ["Finding", `${finding.id}, ${stateOf(finding)}`],
      [finding.affected ? "Changed by" : "Made by", harmless(describeCreator(creator))],
      ["ARN", harmless(resource.arn ?? "not known")],
      ["Opened", finding.openedAt],
      ...(replacementArn === null ? [] : [["Replaced by", harmless(replacementArn)]]),
    ]),
    "",
    finding.status === "closed" ? "What was wrong" : "What is wrong",
    ...violationLines(finding.violations),
    ...reachLines(finding),
    ...affectedLines(finding),
    ...exemptionLines(finding),
    ...actionLines(actions),
  ];
  if (question?.status === "pending") {
    lines.push("", `Open question ${question.id}, until ${question.expiresAt}`);
    for (const option of question.options) lines.push("", ...optionLines(option, paint));
    lines.push("", `sagefence approve ${question.id} OPTION, or sagefence reject ${question.id}`);
  }
  return [...lines, ...auditLines(audit)];
}

/** What it reached when its round began. */
function reachLines({ reaches }: Finding): string[] {
  if (reaches.length === 0) return [];
  return ["", "What it reaches", ...reaches.map((sentence) => `  ${harmless(sentence)}`)];
}

/** Who stands on a cause in the network. */
function affectedLines({ affected }: Finding): string[] {
  if (affected === null || affected === undefined || affected.count === 0) return [];
  const { count, resources } = affected;
  const rest = count - resources.length;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return ["", `Who stands on it (${count})`, ...resources.map((resource) => `  ${titleOf(resource)}`), ...more];
}

function exemptionLines({ exemption }: Finding): string[] {
  if (exemption === null) return [];
  const { rules, until, by, reason } = exemption;
  return ["", harmless(`Exempt from ${rules.join(", ")} until ${until}, by ${by}: ${reason}`)];
}

function actionLines(actions: readonly ActionRecord[]): string[] {
  if (actions.length === 0) return [];
  const rows = actions.map(({ startedAt, action, status, detail, undo }) => [
    `  ${startedAt}`,
    action,
    status,
    harmless(`${detail === null || detail === "" ? "" : `${detail}; `}undo: ${undo}`),
  ]);
  return ["", "What was done", ...columns(rows)];
}

function auditLines(audit: readonly AuditEntry[]): string[] {
  if (audit.length === 0) return [];
  const rows = [...audit]
    .sort((one, other) => one.at.localeCompare(other.at))
    .map(({ at, type, by, detail }) => [`  ${at}`, type, harmless(by), harmless(detailText(detail))]);
  return ["", "What happened", ...columns(rows)];
}

function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
