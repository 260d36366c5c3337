/** A question and its options for the terminal: enough to say yes or no. */
import type { PublicQuestion } from "../shared/approve/http-api.ts";
import { describeCreator } from "../shared/detect/creator.ts";
import type { FindingViolation, QuestionOption } from "../shared/record/ledger.ts";
import type { ResourceRef } from "../shared/sagemaker/resource-kind.ts";
import { columns, harmless, type Paint } from "./style.ts";

export function titleOf({ kind, name }: ResourceRef): string {
  return harmless(`${kind} ${name}`);
}

export function placeOf({ account, region }: ResourceRef): string {
  return harmless([account, region].filter((part) => part !== null).join(" "));
}

export function violationLines(violations: readonly FindingViolation[]): string[] {
  if (violations.length === 0) return ["  nothing any more"];
  return columns(
    violations.map(({ severity, advisory, rule, unit, message }) => [
      `  ${advisory ? `${severity}, advisory` : severity}`,
      rule,
      harmless(unit === "" ? message : `${unit}: ${message}`),
    ]),
  );
}

export function questionLines(question: PublicQuestion, paint: Paint): string[] {
  const { resource, creator, violations, done } = question;
  return [
    `${paint("bold", titleOf(resource))}  ${paint("dim", `${placeOf(resource)}, by ${harmless(describeCreator(creator))}`)}`,
    "",
    "What is wrong",
    ...violationLines(violations),
    ...section("Done so far", done),
  ];
}

/** What exactly would be approved: the calls as they would be sent, what is lost, how to undo it, and where it leads. */
export function optionLines(option: QuestionOption, paint: Paint): string[] {
  const effect = option.effect === "destructive" ? paint("red", option.effect) : option.effect;
  return [
    `${paint("bold", harmless(option.id))}: ${harmless(option.title)} (${effect})`,
    ...section(
      "Calls",
      option.calls.map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`),
    ),
    ...section("Kept", option.kept),
    ...section("Lost", option.lost.length === 0 ? ["nothing"] : option.lost),
    ...section("Undo", [option.undo]),
    ...section("Afterwards", option.reaches),
    ...section("Checked", option.checks),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${harmless(line)}`)];
}
