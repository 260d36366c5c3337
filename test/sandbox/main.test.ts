import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { readArguments } from "../../sandbox/main.ts";

it("listens on 4599 and has a morning, unless told otherwise", () => {
  expect(readArguments([])).toEqual({ port: 4599, quiet: false, eventDelay: 1000, help: false });
  const all = ["--port", "5001", "--quiet", "--event-delay", "0"];
  expect(readArguments(all)).toEqual({ port: 5001, quiet: true, eventDelay: 0, help: false });
});

it.each([
  [["--port", "eighty"], '--port takes a whole number from 0 to 65535, not "eighty"'],
  [["--port", "65536"], "from 0 to 65535"],
  [["--port=-1"], 'not "-1"'],
  [["--port"], "--port"],
  [["--event-delay", "1.5"], '--event-delay takes a whole number from 0 to 3600000, not "1.5"'],
  [["--loud"], "'--loud'"],
  [["extra"], "'extra'"],
])("refuses %j", (argv, words) => {
  expect(() => readArguments(argv)).toThrow(expect.objectContaining({ name: "StartError" }));
  expect(() => readArguments(argv)).toThrow(words);
});

it("says what is wrong with an argument in one line, and exits with 2", async () => {
  const { code, out, err } = await run(["--port", "x"]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe('sagefence: --port takes a whole number from 0 to 65535, not "x"\n');
});

it("says what to do when the port is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  const { code, err } = await run(["--quiet", "--port", String(port)]);
  server.close();
  expect(code).toBe(2);
  expect(err).toBe(`sagefence: port ${port} is in use; end what listens there, or: npm start -- --port ${port + 1}\n`);
});

it("ends with 0 soon after a signal, and writes no colours into a pipe", async () => {
  const ended: { at: number } = { at: 0 };
  const { code, out, err } = await run(["--quiet", "--port", "0"], (text, child) => {
    if (!text.includes("Ctrl-C")) return;
    ended.at = performance.now();
    child.kill("SIGTERM");
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(performance.now() - ended.at).toBeLessThan(1_500);
  expect(out).toMatch(/Console {4}http:\/\/127\.0\.0\.1:\d+\n/);
  expect(out).not.toContain("\u001b");
});

interface Run {
  code: number | null;
  out: string;
  err: string;
}

function run(argv: readonly string[], seen?: (out: string, child: { kill(signal: "SIGTERM"): boolean }) => void) {
  return new Promise<Run>((resolve) => {
    const child = spawn(process.execPath, ["sandbox/main.ts", ...argv], { stdio: ["ignore", "pipe", "pipe"] });
    const result = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      result.out += chunk;
      seen?.(result.out, child);
    });
    child.stderr.on("data", (chunk) => {
      result.err += chunk;
    });
    child.once("close", (code) => resolve({ ...result, code }));
  });
}
