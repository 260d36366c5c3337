#!/usr/bin/env node
// Plain JavaScript, so that an old Node can say what is missing, or hand over to the one in node_modules.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const NODE_MAJOR = 24;
const checkout = fileURLToPath(new URL("..", import.meta.url));
const ownNode = [`${checkout}node_modules/node/bin/node`, `${checkout}node_modules/.bin/node`].find(existsSync);

if (!existsSync(`${checkout}node_modules/commander`)) refuse(`nothing is installed; run \`npm ci\` in ${checkout}`);
else if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) await import("../cli/main.ts");
else if (ownNode !== undefined) handOver(ownNode);
else refuse(`Node ${NODE_MAJOR} is needed, this is ${process.version}; run \`npm ci\` in ${checkout}, which brings it`);

function refuse(reason) {
  process.stderr.write(`sagefence: ${reason}\n`);
  process.exitCode = 2;
}

/** Runs the same command line on another Node, and ends as that one ends. */
function handOver(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  const signals = ["SIGHUP", "SIGINT", "SIGTERM"];
  for (const signal of signals) process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  child.on("error", (error) => refuse(`${node} does not start (${error.code}); run \`npm ci\` in ${checkout}`));
  child.on("exit", (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 2;
      return;
    }
    for (const each of signals) process.removeAllListeners(each);
    process.exitCode = 128 + constants.signals[signal];
    process.kill(process.pid, signal);
  });
}
