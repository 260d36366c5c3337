/** The report as JSON. The format is fixed: members, their order and their nulls. */
import type { Verdict } from "../../shared/assess/verdict.ts";
import type { AssessedResource } from "./assess-items.ts";

/** Writes a report resource by resource, so that none has to be kept. */
export interface JsonReport {
  add(resource: AssessedResource): void;
  end(): void;
}

export function startJsonReport(write: (text: string) => void): JsonReport {
  let count = 0;
  write('{\n  "version": 1,\n  "resources": [');
  return {
    add(resource) {
      const text = JSON.stringify(toJson(resource), null, 2).replaceAll("\n", "\n    ");
      write(`${count === 0 ? "" : ","}\n    ${text}`);
      count += 1;
    },
    end: () => write(count === 0 ? "]\n}\n" : "\n  ]\n}\n"),
  };
}

function toJson(resource: AssessedResource): AssessedResource {
  const { kind, name, arn, account, region, outcome, reason, createdBy, verdicts } = resource;
  return { kind, name, arn, account, region, outcome, reason, createdBy, verdicts: verdicts.map(verdictToJson) };
}

function verdictToJson(verdict: Verdict): Verdict {
  const { rule, severity, advisory, status, unit, field, actual, expected, message, causes } = verdict;
  const told = { rule, severity, advisory, status, unit, field, actual: actual ?? null, expected, message };
  return causes === undefined ? told : { ...told, causes };
}
