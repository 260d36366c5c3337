/** A report in each format, fed resource by resource. */
import { readFileSync } from "node:fs";
import type { Policy } from "../../shared/decide/policy.ts";
import type { AssessedResource } from "../assess/assess-items.ts";
import { startJsonReport } from "../assess/print-json.ts";
import { printReportAsText } from "../assess/print-text.ts";
import type { ScanFormat } from "../io.ts";
import { type SharedCause, sharedCauses } from "../report/causes.ts";
import type { ReportData } from "../report/report-data.ts";
import { plural } from "../style.ts";
import { createCollection, type Findings, type Grounds } from "./collection.ts";
import type { Output } from "./output.ts";

/** What is known at the end of a scan, beside the resources. */
export type Ending = Pick<ReportData, "accounts" | "regions" | "calls" | "unreadable"> & {
  at: Date;
  policy: Policy;
  /** The policy's file; null for the empty policy. */
  policyFile: string | null;
};

export interface Report {
  add(resource: AssessedResource, grounds: Grounds): void;
  end(ending: Ending): Promise<void>;
}

/** JSON is written as it comes; the other formats keep the findings until the end, and count the rest. */
export function startReport(format: ScanFormat, output: Output): Report {
  if (format === "json") {
    const report = startJsonReport(output.out);
    return { add: (resource) => report.add(resource), end: async () => report.end() };
  }
  const collection = createCollection({ withReach: format === "html" });
  return { add: collection.add, end: (ending) => ENDS[format](collection.findings(), ending, output) };
}

type End = (findings: Findings, ending: Ending, output: Output) => Promise<void>;

const ENDS: Record<Exclude<ScanFormat, "json">, End> = {
  async text({ items, plainByKind, ...rest }, _ending, output) {
    const shared = sharedCauses({ items, ...rest }).map(sharedLine);
    printReportAsText({ resources: items, compliantByKind: plainByKind, shared }, output);
  },
  async html(findings, ending, output) {
    const { renderHtmlReport } = await import("../report/html.ts");
    output.out(renderHtmlReport(toData(findings, ending)));
  },
  async sarif(findings, ending, output) {
    const { renderSarif } = await import("../report/sarif.ts");
    output.out(`${JSON.stringify(renderSarif(toData(findings, ending)), null, 2)}\n`);
  },
};

function toData({ items, compliantByKind, paths }: Findings, ending: Ending): ReportData {
  const { at, policy, policyFile, ...rest } = ending;
  const { digest, mode } = policy;
  return {
    ...{ items, compliantByKind, paths, ...rest },
    generatedAt: at.toISOString(),
    policy: { digest, mode, source: policyFile ?? "the empty policy" },
    version: version(),
  };
}

function sharedLine({ cause, rule, resources, severity, advisory }: SharedCause): string {
  const weight = advisory ? `${severity}, advisory` : severity;
  return `One cause: ${cause} (${rule}, ${weight}) puts ${plural(resources.length, "resource")} in violation.`;
}

/** Of the program. */
export function version(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
