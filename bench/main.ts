/** `npm run bench [-- --format json] [--processes N]` */
import { parseArgs } from "node:util";
import { measureColdStart } from "./cold-start.ts";

const { values } = parseArgs({
  options: { format: { type: "string", default: "text" }, processes: { type: "string", default: "21" } },
});
const processes = Number(values.processes);
if (!Number.isInteger(processes) || processes < 1 || !["text", "json"].includes(values.format)) {
  console.error("usage: npm run bench -- [--format text|json] [--processes N], N at least 1");
  process.exit(2);
}

const coldStart = await measureColdStart(processes, (done) => {
  if (process.stderr.isTTY)
    process.stderr.write(`\rcold start: ${done} of ${processes}${done === processes ? "\n" : ""}`);
});

if (values.format === "json") console.log(JSON.stringify({ coldStart }));
else {
  console.log(`Cold start of detect-drift, medians of ${processes} interleaved fresh processes:`);
  console.log(`  ours      ${coldStart.ours} ms to import, ${coldStart.kib} KiB loaded for a compliant event`);
  console.log(`  ordinary  ${coldStart.ordinary} ms to import, ${coldStart.ordinaryKib} KiB`);
  console.log(`  ratio     ${coldStart.ratio}`);
}
