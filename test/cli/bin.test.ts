import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { eventPath, ROOT, temporaryFiles } from "./files.ts";

const BIN = join(ROOT, "bin/sagefence.mjs");
const BAD = eventPath("create-notebook-instance/direct-internet-by-default");
const GOOD = eventPath("create-notebook-instance/in-the-approved-network");
const write = temporaryFiles();

/** Makes Node claim to be an old one; not inherited by the Node that is handed over to. */
const OLD = [
  "--import",
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})")}`,
];

async function ended(child: ChildProcess) {
  const [out, err, [code, signal]] = await Promise.all([
    child.stdout === null ? "" : text(child.stdout),
    child.stderr === null ? "" : text(child.stderr),
    once(child, "close"),
  ]);
  return { code, signal, out, err };
}

function start(args: readonly string[], options: { node?: readonly string[]; bin?: string; cwd?: string } = {}) {
  const { node = [], bin = BIN, cwd = ROOT } = options;
  return spawn(process.execPath, [...node, bin, ...args], { cwd, stdio: ["pipe", "pipe", "pipe"] });
}

describe.each([
  ["this Node", []],
  ["an old Node, which hands over", OLD],
])("the command under %s", (_, node) => {
  test("assesses files and exits accordingly", async () => {
    const [bad, good] = await Promise.all([
      ended(start(["assess", BAD, "--format", "json"], { node })),
      ended(start(["assess", GOOD, "--without-network"], { node })),
    ]);

    expect(bad).toMatchObject({ code: 1, err: "" });
    expect(JSON.parse(bad.out)).toMatchObject({ version: 1, resources: [{ name: "churn-dev", outcome: "violation" }] });
    expect(good).toMatchObject({ code: 0, err: "" });
    expect(good.out).toContain("1 compliant");
  });

  test("reads standard input", async () => {
    const child = start(["assess", "-"], { node });
    child.stdin.end(readFileSync(BAD));

    expect(await ended(child)).toMatchObject({ code: 1, err: "" });
  });

  test("says what is wrong in a line, without a stack, from any folder", async () => {
    const ran = await ended(start(["assess", "nothing.json"], { node, cwd: "/" }));

    expect(ran).toMatchObject({ code: 2, err: "sagefence: nothing.json: there is no such file\n" });
  });
});

test("the reader of a pipe may leave early", async () => {
  const many = write(
    "many.json",
    JSON.stringify(Array.from({ length: 2_000 }, () => JSON.parse(readFileSync(BAD, "utf8")))),
  );
  const child = start(["assess", many, "--format", "json"]);
  child.stdout.once("data", () => child.stdout.destroy());
  const [err, [code, signal]] = await Promise.all([text(child.stderr), once(child, "exit")]);

  expect({ err, signal }).toEqual({ err: "", signal: null });
  expect(code).not.toBe(2);
});

test("a signal to the launcher ends the command behind it", async () => {
  const child = start(["assess", "nothing.json", "-"], { node: OLD });
  await once(child.stderr, "data");
  child.kill("SIGTERM");

  expect(await ended(child)).toMatchObject({ code: null, signal: "SIGTERM", out: "" });
});

test("without an installation it says what to do", async () => {
  const empty = write("placeholder", "").replace("placeholder", "checkout");
  mkdirSync(empty);
  cpSync(join(ROOT, "bin"), join(empty, "bin"), { recursive: true });

  const ran = await ended(start(["rules"], { bin: join(empty, "bin/sagefence.mjs") }));

  expect(ran).toMatchObject({ code: 2, out: "" });
  expect(ran.err).toBe(`sagefence: nothing is installed; run \`npm ci\` in ${empty}/\n`);
});

test("npx finds it in its own checkout", async () => {
  const child = spawn("npx", ["--no-install", "sagefence", "--version"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

  expect(await ended(child)).toMatchObject({ code: 0, out: `${version}\n` });
});
