/**
 * Run in a fresh process: imports a bundled handler, hands it one compliant event, and prints the milliseconds that
 * the import took and the bytes of JavaScript that were loaded by then.
 */
import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const [bundle, eventText] = process.argv.slice(2);
const loaded = new Set();
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith("file:")) loaded.add(fileURLToPath(url));
    return nextLoad(url, context);
  },
});

const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
console.log = () => {};
const before = performance.now();
const { handler } = await import(bundle);
const milliseconds = performance.now() - before;
const result = await handler(JSON.parse(eventText), { awsRequestId: "bench", functionName: "bench" });
if (result.result !== "compliant") throw new Error(`expected a compliant event, and got ${JSON.stringify(result)}`);
const bytes = [...loaded].reduce((sum, file) => sum + statSync(file).size, 0);
print(JSON.stringify({ milliseconds, bytes }));
