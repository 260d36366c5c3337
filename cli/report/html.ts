/** The HTML report: one file that needs nothing but itself, without scripts. Pure. */
import { Html, html } from "../../shared/approve/html.ts";
import { sharedCauses } from "./causes.ts";
import { renderFindings } from "./findings.ts";
import { countOutcomes, type ReportData } from "./report-data.ts";
import { renderSharedCauses } from "./shared-causes.ts";
import { STYLE } from "./style.ts";
import { renderHead, renderTiles } from "./summary.ts";
import { renderKindTable, renderRuleTable, renderUnreadable } from "./tables.ts";
import { renderExempt, renderUnassessed } from "./unassessed.ts";
import { bounded, LONGEST_NAME, SHOWN, section } from "./words.ts";

/** Scripts, pictures, fonts, frames and connections: none. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A whole HTML document. Whatever comes from outside is escaped; long texts are shortened and long lists cut, which is
 * said where it happens (`SHOWN` in words.ts).
 */
export function renderHtmlReport(report: ReportData): string {
  const all = sharedCauses(report);
  const causes = all.slice(0, SHOWN.causes);
  const parts = [
    { id: "unreadable", title: "What could not be read", content: renderUnreadable(report) },
    { id: "causes", title: "One cause, several resources", content: renderSharedCauses(all, report) },
    { id: "findings", title: "Violations, resource by resource", content: renderFindings(report, causes) },
    { id: "unknown", title: "What could not be assessed", content: renderUnassessed(report) },
    { id: "exempt", title: "Exempt", content: renderExempt(report) },
  ].filter(({ content }) => content !== null);
  const contents = parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return page(
    report,
    html`${renderHead(report)}
<nav aria-label="Contents"><ul><li><a href="#summary">Summary</a></li>${contents}</ul></nav>
<main>
${summary(report)}${parts.map(({ content }) => content)}
</main>
`,
  );
}

function page({ version }: ReportData, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>SageMaker network report · sagefence</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${content}<footer><p>Made by sagefence ${bounded(version, LONGEST_NAME)}. <code>sagefence rules ID</code> says more about a rule, with code to paste.</p></footer>
</body>
</html>
`.text;
}

function summary(report: ReportData): Html {
  const tables = [renderKindTable(report), renderRuleTable(report)].filter((one) => one !== null);
  const { violation, unknown } = countOutcomes(report);
  const clean = violation + unknown === 0 && tables.length > 0;
  return section(
    "summary",
    "Summary",
    html`${renderTiles(report)}
${tables.length === 0 ? null : html`<h3>By kind and by rule</h3>`}
${clean ? html`<p>Every resource that was read keeps to the policy.</p>` : null}
${tables}`,
  );
}
