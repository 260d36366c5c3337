/** `npm run bench [-- --format json] [--processes N] [--only cold-start|scan|sweep]` */
import { parseArgs } from "node:util";
import { measureColdStart } from "./cold-start.ts";
import { measureScan, type ScanMeasure } from "./scan.ts";
import { measureSweep, type SweepMeasure } from "./sweep.ts";

const PARTS = ["cold-start", "scan", "sweep"];
const { values } = parseArgs({
  options: {
    format: { type: "string", default: "text" },
    processes: { type: "string", default: "21" },
    only: { type: "string" },
  },
});
const processes = Number(values.processes);
const isUsable =
  Number.isInteger(processes) &&
  processes >= 1 &&
  ["text", "json"].includes(values.format) &&
  (values.only === undefined || PARTS.includes(values.only));
if (!isUsable) {
  console.error(
    `usage: npm run bench -- [--format text|json] [--processes N] [--only ${PARTS.join("|")}], N at least 1`,
  );
  process.exit(2);
}

const coldStart = wanted("cold-start") ? await measureColdStart(processes, told("cold start")) : undefined;
const scan = wanted("scan") ? await measureScan(told("scan")) : undefined;
const sweep = wanted("sweep") ? await measureSweep(told("sweep")) : undefined;

if (values.format === "json") console.log(JSON.stringify({ coldStart, scan, sweep }));
else {
  if (coldStart !== undefined) {
    console.log(`Cold start of detect-drift, medians of ${processes} interleaved fresh processes:`);
    console.log(`  ours      ${coldStart.ours} ms to import, ${coldStart.kib} KiB loaded for a compliant event`);
    console.log(`            ${coldStart.kibInVpc} KiB and ${coldStart.callsInVpc} calls of EC2 for one in a VPC`);
    console.log(`  ordinary  ${coldStart.ordinary} ms to import, ${coldStart.ordinaryKib} KiB`);
    console.log(`  ratio     ${coldStart.ratio}`);
  }
  if (scan !== undefined) {
    console.log("sagefence scan of a local account:");
    for (const one of scan) console.log(`  ${describeScan(one)}`);
  }
  if (sweep !== undefined) {
    console.log("a sweep of a local account:");
    for (const one of sweep) console.log(`  ${describeSweep(one)}`);
  }
}

function wanted(part: string): boolean {
  return values.only === undefined || values.only === part;
}

function told(part: string): (done: number, of?: number) => void {
  return (done, of = processes) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${part}: ${done} of ${of}${done === of ? "\n" : ""}`);
  };
}

function describeScan({ resources, format, rules, calls, heapMib, rssMib }: ScanMeasure): string {
  const { sagemaker, ec2, sts } = calls;
  const what = `${resources} resources as ${format}, --rules ${rules}`.padEnd(42);
  return `${what} ${sagemaker} + ${ec2} + ${sts} calls (SageMaker, EC2, STS), ${heapMib} MiB of heap, ${rssMib} MiB resident`;
}

function describeSweep({ resources, processes, calls, ledgerCalls, heapMib, rssMib }: SweepMeasure): string {
  const { sagemaker, ec2 } = calls;
  const what = `${resources} resources${processes > 1 ? ", killed in the middle" : ""}`.padEnd(42);
  const made = `${sagemaker} + ${ec2} + ${ledgerCalls} calls (SageMaker, EC2, DynamoDB)`;
  return `${what} ${made}, ${heapMib} MiB of heap, ${rssMib} MiB resident`;
}
