/** Runs one `sagefence scan` in a process of its own and prints what it took, as JSON. Arguments: those of scan. */
import { createReadingClients } from "../cli/aws-reading.ts";
import type { Io } from "../cli/io.ts";
import { runScan, type ScanOptions } from "../cli/scan/command.ts";

const [format = "json", rules = "policy", out = ""] = process.argv.slice(2);
const options = { rules, format, out } as ScanOptions;
let progress = 0;
const io: Io = {
  out: () => {},
  err: (text) => {
    if (text.includes("resources")) progress += 1;
  },
  readStdin: async () => Buffer.alloc(0),
  ask: async () => null,
  env: process.env,
  outIsTerminal: false,
  errIsTerminal: true,
  now: () => new Date(),
};
const clients = createReadingClients(io);
let heap = 0;
const sampler = setInterval(() => {
  heap = Math.max(heap, process.memoryUsage().heapUsed);
}, 20);
const started = performance.now();
await runScan(options, io, { clients, wait: async () => {} });
const milliseconds = performance.now() - started;
clearInterval(sampler);
const rss = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ milliseconds, heap, rss, progress, calls: clients.counts() }));
