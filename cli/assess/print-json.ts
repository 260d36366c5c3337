/** The report as JSON. The format is fixed: members, their order and their nulls. */
import type { Verdict } from "../../shared/assess/verdict.ts";
import { type Io, printJson } from "../io.ts";
import type { AssessedResource } from "./assess-items.ts";

export function printReportAsJson(resources: readonly AssessedResource[], io: Io): void {
  printJson(io, { version: 1, resources: resources.map(toJson) });
}

function toJson(resource: AssessedResource): AssessedResource {
  const { kind, name, arn, account, region, outcome, reason, createdBy, verdicts } = resource;
  return { kind, name, arn, account, region, outcome, reason, createdBy, verdicts: verdicts.map(verdictToJson) };
}

function verdictToJson(verdict: Verdict): Verdict {
  const { rule, severity, advisory, status, unit, field, actual, expected, message } = verdict;
  return { rule, severity, advisory, status, unit, field, actual: actual ?? null, expected, message };
}
