import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createReadingClients, type ReadingClients } from "../../cli/aws-reading.ts";
import { runScan, type ScanOptions } from "../../cli/scan/command.ts";
import { AwsError } from "../../sandbox/contract.ts";
import { REGION, type ReadingAccount, ROLE, startReadingAccount } from "../support/reading-account.ts";
import { temporaryFiles } from "./files.ts";
import { type Around, sagefence } from "./terminal.ts";

const PRIVATE = "subnet-0a1b2c3d4e5f60001";
const PUBLIC = "subnet-0a1b2c3d4e5f60009";
const CLOSED = "sg-0a1b2c3d4e5f60001";
const SAFE = {
  DirectInternetAccess: "Disabled",
  RootAccess: "Disabled",
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
  SecurityGroupIds: [CLOSED],
};

const write = temporaryFiles();
let account: ReadingAccount;
let folder: string;

beforeEach(async () => {
  account = await startReadingAccount();
  folder = mkdtempSync(join(tmpdir(), "sagefence-scan-"));
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "jane");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  vi.stubEnv("AWS_REGION", REGION);
  return async () => {
    await account.close();
    rmSync(folder, { recursive: true });
  };
});

function notebook(name: string, more: Record<string, unknown> = {}) {
  const own = { NotebookInstanceName: name, InstanceType: "ml.t3.medium", RoleArn: ROLE };
  return account.call("CreateNotebookInstance", { ...own, ...more });
}

function model(name: string, subnets: readonly string[] = [PRIVATE, "subnet-0a1b2c3d4e5f60002"]) {
  const PrimaryContainer = { Image: `111122223333.dkr.ecr.${REGION}.amazonaws.com/churn:1` };
  const VpcConfig = { Subnets: subnets, SecurityGroupIds: [CLOSED] };
  return account.call("CreateModel", { ModelName: name, ExecutionRoleArn: ROLE, PrimaryContainer, VpcConfig });
}

function scan(args: readonly string[] = [], around: Around = {}) {
  return sagefence(["scan", ...args], around);
}

interface Reported {
  resources: {
    kind: string;
    name: string;
    account: string | null;
    region: string;
    outcome: string;
    reason: string | null;
    verdicts: { rule: string; status: string; message: string; causes?: string[] }[];
  }[];
}

async function scanned(args: readonly string[] = []) {
  const { code, out, err } = await scan(["--format", "json", ...args]);
  return { code, err, ...(JSON.parse(out) as Reported) };
}

describe("a scan", () => {
  test("assesses everything in the order of kinds and ids, with the network around it", async () => {
    await notebook("b-public", { ...SAFE, SubnetId: PUBLIC });
    await notebook("a-safe", { ...SAFE, SubnetId: PRIVATE });
    await model("m");

    const { code, resources } = await scanned();

    expect(resources.map(({ kind, name, outcome }) => `${kind} ${name}: ${outcome}`)).toEqual([
      "model m: compliant",
      "notebook-instance a-safe: compliant",
      "notebook-instance b-public: violation",
    ]);
    const verdict = resources[2]?.verdicts.find(({ rule }) => rule === "subnets-private");
    expect(verdict).toMatchObject({
      status: "violation",
      message: expect.stringContaining("→ rtb-0a1b2c3d4e5f60000 (main) → igw-0a1b2c3d4e5f60000, 0.0.0.0/0 active"),
      causes: ["rtb-0a1b2c3d4e5f60000"],
    });
    expect(resources[0]).toMatchObject({ account: "111122223333", region: REGION });
    expect(code).toBe(1);
  });

  test("prints JSON that is spelled like that of assess", async () => {
    await model("m");
    await model("n");

    const { out } = await scan(["--format", "json"]);
    const empty = await scan(["--format", "json", "--kinds", "domain"]);

    expect(out).toBe(`${JSON.stringify(JSON.parse(out), null, 2)}\n`);
    expect(empty).toMatchObject({ code: 0, out: '{\n  "version": 1,\n  "resources": []\n}\n' });
  });

  test("tells how many calls it made, one for each resource besides the lists and the network", async () => {
    for (let index = 0; index < 120; index += 1) await model(`m-${index}`);

    const { err } = await scan(["--kinds", "model"]);

    expect(err).toMatch(/^\d+ API calls\n {2}sagemaker 120 DescribeModel, 2 ListModels, 1 ListNotebookInstances\n/);
    expect(err).toContain("  sts       1 GetCallerIdentity\n");
    expect(account.calls.filter((call) => call === "sagemaker:DescribeModel")).toHaveLength(120);
    expect(account.calls.filter((call) => call === "ec2:DescribeRouteTables")).toHaveLength(1);
  });

  test("looks at the kinds that are named alone", async () => {
    await model("m");
    await notebook("nb");

    const { resources } = await scanned(["--kinds", "notebook-instance, domain"]);

    expect(resources.map(({ kind }) => kind)).toEqual(["notebook-instance"]);
    expect(account.calls).not.toContain("sagemaker:ListModels");
  });

  test("judges by a policy", async () => {
    await notebook("nb");
    const policy = write("policy.yaml", "rules: { runs-in-vpc: off }\n");

    const { resources } = await scanned(["--policy", policy]);

    const rules = resources[0]?.verdicts.map(({ rule }) => rule);
    expect(rules).toContain("notebook-no-direct-internet");
    expect(rules).not.toContain("runs-in-vpc");
  });

  test("leaves the network alone where nothing is in a VPC", async () => {
    await notebook("nb");

    await scan(["--kinds", "notebook-instance"]);

    expect(account.calls.filter((call) => call.startsWith("ec2:"))).toEqual([]);
  });

  test("takes Regions one after the other", async () => {
    await notebook("nb");

    const { resources } = await scanned(["--kinds", "notebook-instance", "--regions", "us-east-1,eu-west-1"]);

    expect(resources.map(({ region }) => region)).toEqual(["us-east-1", "eu-west-1"]);
  });
});

describe("who shares a security group", () => {
  const rule = (reported: Reported, name: string) =>
    reported.resources.find((one) => one.name === name)?.verdicts.find((one) => one.rule.endsWith("-dedicated"));

  test("is known after everything was looked at, without looking twice", async () => {
    await notebook("nb", { ...SAFE, SubnetId: PRIVATE });
    await model("m");

    const reported = await scanned(["--rules", "all"]);

    for (const name of ["m", "nb"]) {
      expect(rule(reported, name)).toMatchObject({
        status: "violation",
        message: `${CLOSED} serves inference, notebooks alike.`,
      });
    }
    expect(account.calls.filter((call) => call === "sagemaker:DescribeModel")).toHaveLength(1);
  });

  test("is not known where some kinds are left out, or could not be listed", async () => {
    await model("m");

    const some = await scanned(["--rules", "all", "--kinds", "model"]);
    account.refuse(({ operation }) => (operation === "ListEndpoints" ? denied(operation) : null));
    const most = await scanned(["--rules", "all"]);

    expect(rule(some, "m")).toMatchObject({ status: "unknown", message: expect.stringContaining("some kinds only") });
    expect(rule(most, "m")).toMatchObject({ status: "unknown", message: expect.stringContaining("could be listed") });
  });

  test("is compliant where one function has the group", async () => {
    await model("m");
    await model("n");

    expect(rule(await scanned(["--rules", "all"]), "n")).toMatchObject({ status: "compliant" });
  });
});

describe("what could not be read", () => {
  test.each([
    ["a list", "ListModels", "could not read models in eu-west-1: ListModels was denied (AccessDeniedException)"],
    ["the network", "DescribeRouteTables", "could not read the network in eu-west-1: DescribeRouteTables was denied"],
  ])("is told once, with what would help, and is no success: %s", async (_name, operation, message) => {
    await model("m");
    await model("n");
    account.refuse((call) => (call.operation === operation ? denied(call.operation) : null));

    const { code, err } = await scan(["--kinds", "model"]);

    expect(err.split("\n").filter((line) => line.includes("could not read"))).toEqual([
      expect.stringContaining(message),
    ]);
    expect(err).toContain("sagemaker:List*, sagemaker:Describe* and ec2:Describe*");
    expect(code).toBe(2);
  });

  test("is unknown where it is one resource", async () => {
    await model("m");
    account.refuse(({ operation }) => (operation === "DescribeModel" ? denied(operation) : null));

    const { code, resources } = await scanned(["--kinds", "model"]);

    expect(resources).toMatchObject([{ name: "m", outcome: "unknown", reason: expect.stringContaining("was denied") }]);
    expect(code).toBe(2);
  });

  test("is one line for all rules that lack the same", async () => {
    await model("m");
    account.refuse(({ operation }) => (operation === "DescribeSubnets" ? denied(operation) : null));

    const { out } = await scan(["--kinds", "model"]);

    expect(out.match(/^ {2}unknown/gm)?.length).toBeLessThan(4);
    expect(out).toMatch(/unknown +\d rules +Could not assess: .*DescribeSubnets was denied/);
  });

  test("is null, where STS does not say whose account it is, unless an ARN does", async () => {
    await model("m");
    account.refuse(({ service }) => (service === "sts" ? denied("GetCallerIdentity") : null));

    const { resources } = await scanned(["--kinds", "model"]);

    expect(resources).toMatchObject([{ account: "111122223333" }]);
  });

  test("is tried again when AWS is busy", async () => {
    await model("m");
    const waits: number[] = [];
    const clients = busyClients("DescribeModel", 2);

    const printed = await scanInside({ rules: "policy", format: "json", kinds: "model" }, clients, waits);

    expect(JSON.parse(printed.out)).toMatchObject({ resources: [{ name: "m", reason: null }] });
    expect(waits).toEqual([2_000, 8_000]);
  });
});

describe("a command line that leads nowhere", () => {
  test("no Region is guessed: an empty one would look like an account in which nothing is wrong", async () => {
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");

    const { code, out, err } = await scan();

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe("sagefence: no Region is set; name one with --regions, or set AWS_REGION\n");
    expect(account.calls).toEqual([]);
  });

  test.each([
    [["--kinds", "notebook-instances"], 'no resource kind "notebook-instances"; did you mean notebook-instance?'],
    [["--kinds", ","], "--kinds names nothing"],
    [["--regions", "europe"], '"europe" is no AWS Region'],
    [["--policy", "/nowhere.yaml"], "/nowhere.yaml: there is no such file"],
    [["--out", "/nowhere/report.json"], "/nowhere/report.json cannot be written: its folder does not exist"],
  ])("%j is told so before any call", async (args, message) => {
    const { code, out, err } = await scan(args);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toMatch(/^sagefence: .*\n$/);
    expect(account.calls).toEqual([]);
  });

  test("a Region that does not answer is named, and leaves the others alone", async () => {
    await model("m");
    account.refuse(({ region, service }) =>
      region === "eu-south-2" && service === "sagemaker"
        ? new AwsError("UnrecognizedClientException", "no", 403)
        : null,
    );

    const both = await scan(["--kinds", "model", "--regions", "eu-south-2,eu-west-1", "--format", "json"]);
    const alone = await scan(["--regions", "eu-south-2"]);

    expect(JSON.parse(both.out)).toMatchObject({ resources: [{ name: "m" }] });
    expect(both.err).toContain("could not read eu-south-2: AWS does not take the credentials");
    expect(alone).toMatchObject({ code: 2, out: "" });
    expect(alone.err).toMatch(/^sagefence: eu-south-2: .*the Region is not enabled for the account\n$/);
  });

  test("credentials that are missing or no longer good", async () => {
    account.refuse(() => new AwsError("ExpiredToken", "The security token included in the request is expired", 403));
    const expired = await scan();
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
    const missing = await scan();

    expect(expired.err).toMatch(/^sagefence: AWS does not take the credentials \(ExpiredToken\); renew them.*\n$/);
    expect(missing.err).toMatch(/^sagefence: there are no AWS credentials to use .*\n$/);
    expect([expired.code, missing.code]).toEqual([2, 2]);
  });

  test.each([
    ["http://127.0.0.1:1", "ECONNREFUSED"],
    ["not a url", "ERR_INVALID_URL"],
  ])("nobody at the end of AWS_ENDPOINT_URL, %s", async (url, code) => {
    vi.stubEnv("AWS_ENDPOINT_URL", url);

    const { code: exit, err } = await scan([], { env: { AWS_ENDPOINT_URL: url } });

    expect(err).toBe(
      `sagefence: eu-west-1: SageMaker does not answer (${code}); does anything run at AWS_ENDPOINT_URL, ${url}?\n`,
    );
    expect(exit).toBe(2);
  });
});

test("somebody else than AWS at the end of AWS_ENDPOINT_URL", async () => {
  const other = createServer((_request, response) => response.writeHead(404).end("nothing here"));
  await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);

  const { err } = await scan();
  other.close();

  expect(err).toMatch(/^sagefence: eu-west-1: SageMaker does not answer \(HTTP 404\); .*\n$/);
});

describe("where the report goes", () => {
  test("a file appears when it is complete", async () => {
    await model("m");
    const file = join(folder, "scan.json");

    const { out } = await scan(["--format", "json", "--kinds", "model", "--out", file]);

    expect(out).toBe("");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ resources: [{ name: "m" }] });
    expect(readdirSync(folder)).toEqual(["scan.json"]);
  });

  test("a file stays as it was when the scan fails", async () => {
    const file = join(folder, "scan.json");
    writeFileSync(file, "before");
    account.refuse(() => new AwsError("ExpiredToken", "expired", 403));

    await scan(["--format", "json", "--out", file]);

    expect(readFileSync(file, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["scan.json"]);
  });

  test("an HTML report is for a file or a pipe, not for a terminal", async () => {
    await notebook("nb", { ...SAFE, SubnetId: PUBLIC });

    const screen = await scan(["--format", "html"], { outIsTerminal: true });
    const pipe = await scan(["--format", "html"]);

    expect(screen).toMatchObject({ code: 2, out: "", err: expect.stringContaining("--format html --out report.html") });
    expect(pipe.out).toMatch(/^<!doctype html>/i);
    expect(pipe.out).toContain("igw-0a1b2c3d4e5f60000");
    expect(pipe.out).toMatch(/What it reaches<\/summary><ul><li>(It|Whether it) [^<]*the internet/);
  });

  test("a SARIF log has the findings", async () => {
    await notebook("nb");

    const { out } = await scan(["--format", "sarif"]);

    const { runs } = JSON.parse(out) as { runs: { results: { ruleId: string }[] }[] };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("notebook-no-direct-internet");
  });
});

describe("the text format", () => {
  test("says the worst first, what several have in common, and counts what is fine", async () => {
    for (const name of ["one", "two"]) await notebook(name, { ...SAFE, SubnetId: PUBLIC });
    await notebook("safe", { ...SAFE, SubnetId: PRIVATE });

    const { out } = await scan(["--kinds", "notebook-instance"]);

    expect(out.indexOf("notebook-instance one")).toBeGreaterThan(0);
    expect(out).toContain("One cause: rtb-0a1b2c3d4e5f60000 (subnets-private, high) puts 2 resources in violation.");
    expect(out).toContain("ok         1 × notebook-instance\n");
    expect(out).toContain("3 resources: 2 in violation, 0 unknown, 1 compliant.");
  });

  test("shows progress to people, out of a total", async () => {
    for (let index = 0; index < 150; index += 1) await model(`m-${index}`);
    let seconds = 0;
    const now = () => new Date(1_800_000_000_000 + 1_000 * seconds++);

    const watched = await scan(["--kinds", "model"], { errIsTerminal: true, now });
    const screen = await scan(["--kinds", "model", "--format", "json"], {
      errIsTerminal: true,
      outIsTerminal: true,
      now,
    });

    expect(stripVTControlCharacters(watched.err)).toContain("100/150 resources, eu-west-1");
    expect(screen.err).not.toContain("resources, eu-west-1");
  });
});

afterEach(() => vi.unstubAllEnvs());

function denied(operation: string): AwsError {
  return new AwsError("AccessDeniedException", `not authorized to perform ${operation}`, 403);
}

/** Clients that do not retry, of a SageMaker that turns an operation away so many times. */
function busyClients(busy: string, times: number): ReadingClients {
  let left = times;
  const clients = createReadingClients({ env: {} });
  return {
    ...clients,
    inRegion: (region) => ({
      ...clients.inRegion(region),
      sageMaker: {
        async call(operation, input) {
          if (operation !== busy || left === 0) return account.call(operation, input);
          left -= 1;
          throw Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
        },
      },
    }),
  };
}

async function scanInside(options: ScanOptions, clients: ReadingClients, waits: number[]) {
  const printed = { out: "", err: "" };
  const print = (name: "out" | "err") => (text: string) => {
    printed[name] += text;
  };
  const io = {
    ...{ out: print("out"), err: print("err"), readStdin: async () => Buffer.alloc(0), ask: async () => null },
    ...{ env: {}, outIsTerminal: false, errIsTerminal: false, now: () => new Date("2026-11-21T06:00:00Z") },
  };
  await runScan(options, io, { clients, wait: async (milliseconds) => void waits.push(milliseconds) });
  return printed;
}
