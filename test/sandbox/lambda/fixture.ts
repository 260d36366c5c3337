/** Functions from a few lines of code, packaged and run by the Lambda service of the local account. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { strToU8, zipSync } from "fflate";
import type { AwsEvent, CallContext, Happening, Time } from "../../../sandbox/contract.ts";
import { createArtifactStore } from "../../../sandbox/lambda/artifact.ts";
import { DEFAULT_ASYNCHRONOUS, type LambdaFunction } from "../../../sandbox/lambda/functions.ts";
import { createLambda, type Lambda, type LambdaSpeeds } from "../../../sandbox/lambda/index.ts";
import { createPrincipals } from "../../../sandbox/principals.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:fn`;

export const realTime: Time = {
  now: () => new Date(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface Delivery {
  target: string;
  body: string;
  attributes: Record<string, string>;
}

export interface Fixture {
  lambda: Lambda;
  deliveries: Delivery[];
  events: AwsEvent[];
  happenings: Happening[];
  logs: string[];
  failed: string[];
  /** Calls an operation as the wire does. */
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const folders: string[] = [];

export function packageCode(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sagefence-test-"));
  folders.push(folder);
  const zip = join(folder, "function.zip");
  writeFileSync(zip, zipSync({ "dist/fn/index.mjs": strToU8(code) }));
  return zip;
}

/** Bundles as for Lambda; `code` may import the project's packages. */
export async function packageBundled(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    keepNames: true,
    mainFields: ["module", "main"],
  });
  return packageCode(outputFiles[0]?.text ?? "");
}

export function removePackages(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function functionOf(artifact: string, changes: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    name: "fn",
    arn: FUNCTION_ARN,
    version: null,
    aliases: [],
    runtime: "nodejs24.x",
    description: "",
    handler: "dist/fn/index.handler",
    artifact,
    environment: {},
    timeoutSeconds: 5,
    memoryMegabytes: 256,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/fn`,
    logGroup: "/aws/lambda/fn",
    durable: null,
    deadLetterArn: null,
    asynchronous: DEFAULT_ASYNCHRONOUS,
    permissions: [],
    ...changes,
  };
}

export function start(fn: LambdaFunction, speeds: Partial<LambdaSpeeds> = {}): Fixture {
  const { accountId, region } = { accountId: ACCOUNT, region: REGION };
  const principals = createPrincipals({ accountId, now: () => new Date() });
  const artifacts = createArtifactStore();
  const record = { deliveries: [], events: [], happenings: [], logs: [], failed: [] } as Omit<
    Fixture,
    "lambda" | "call" | "close"
  >;
  const lambda = createLambda({
    ...{ accountId, region, time: realTime, functions: [fn], artifacts },
    speeds: { retries: 0.0001, waits: 0.01, timeouts: 0.001, ...speeds },
    credentials: (roleArn, sessionName) => principals.registerRole({ roleArn, sessionName }),
    variables: () => ({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }),
    deliver: (target, body, attributes) => void record.deliveries.push({ target, body, attributes }),
    emit: (event) => void record.events.push(event),
    happened: (happening) => void record.happenings.push(happening),
    log: ({ line }) => void record.logs.push(line),
    onError: (name) => void record.failed.push(name),
  });
  return {
    ...record,
    lambda,
    call: async (operation, input) => (await lambda.operations[operation]?.(input, callContext())) ?? {},
    async close() {
      await lambda.close();
      artifacts.close();
    },
  };
}

function callContext(): CallContext {
  const arn = `arn:aws:iam::${ACCOUNT}:user/jane`;
  return {
    caller: { type: "IAMUser", accountId: ACCOUNT, arn, name: "jane", accessKeyId: "jane" },
    ...{ region: REGION, requestId: "11111111-2222-4333-8444-555555555555", sourceIp: "127.0.0.1", userAgent: "test" },
    now: new Date(),
  };
}

/** The answer's payload as a value. */
export function payloadOf(answer: Record<string, unknown>): unknown {
  return JSON.parse(Buffer.from(answer.Payload as Uint8Array).toString("utf8"));
}

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sagefence-test-"));
  mkdirSync(folder, { recursive: true });
  folders.push(folder);
  return folder;
}
