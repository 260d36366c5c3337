import { stripVTControlCharacters } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { answerPath, eventPath, readAnswer, readEvent, temporaryFiles } from "./files.ts";
import { sagefence } from "./terminal.ts";

const write = temporaryFiles();
const MODELS = [answerPath("model"), answerPath("model-in-the-vpc")];

const BAD = readEvent("create-notebook-instance/direct-internet-by-default");
const GOOD = readEvent("create-notebook-instance/in-the-approved-network");
const UNKNOWN = readEvent("create-notebook-instance/parameters-dropped");
const IGNORED = readEvent("create-notebook-instance/denied");

interface Report {
  version: number;
  resources: {
    kind: string | null;
    name: string | null;
    outcome: string;
    reason: string | null;
    createdBy: string | null;
    verdicts: { rule: string; status: string; unit: string; message: string }[];
  }[];
}

/** Without the rules that ask EC2: what these tests are about is the resources' own settings, and how they are read. */
const OWN = "--without-network";

async function assess(args: readonly string[], stdin?: string | Buffer) {
  const ran = await sagefence(["assess", "--format", "json", OWN, ...args], stdin === undefined ? {} : { stdin });
  return { ...ran, report: ran.out === "" ? null : (JSON.parse(ran.out) as Report) };
}

async function outcomes(content: string | Buffer) {
  const { report, code, err } = await assess(["-"], content);
  return { outcomes: report?.resources.map(({ name, outcome }) => `${name}: ${outcome}`), code, err };
}

function violated(report: Report | null): string[] {
  const verdicts = report?.resources.flatMap((resource) => resource.verdicts) ?? [];
  return verdicts.filter(({ status }) => status === "violation").map(({ rule }) => rule);
}

describe("the JSON format", () => {
  test.each(RESOURCE_KINDS.map(({ id }) => ({ id })))("is fixed: a Describe answer of a $id", async ({ id }) => {
    const { out } = await sagefence(["assess", answerPath(id), "--format", "json", OWN, "--facts", ...MODELS]);

    await expect(out).toMatchFileSnapshot(`expected/assess-${id}.json.snap`);
  });

  test("is fixed: events that are judged, unknown and ignored", async () => {
    const files = [
      "create-notebook-instance/direct-internet-by-default",
      "create-notebook-instance/parameters-dropped",
      "create-notebook-instance/failed-limit-exceeded",
      "create-model/of-lookout-for-vision",
    ];

    const { out } = await sagefence(["assess", "--format", "json", OWN, ...files.map(eventPath)]);

    await expect(out).toMatchFileSnapshot("expected/assess-events.json.snap");
  });

  test("holds nothing but the report, and nothing that a request carried besides its network", async () => {
    const { out, err } = await assess([answerPath("model"), answerPath("training-job"), write("bad.json", "{")]);

    expect(JSON.parse(out)).toMatchObject({ version: 1 });
    expect(out).not.toMatch(/do-not-print-me|s3:|epochs/);
    expect(err).toMatch(/^sagefence: \S+bad\.json: [^\n]+\n$/);
  });
});

describe("what it reads", () => {
  const records = { Records: [BAD.detail, IGNORED.detail, GOOD.detail] };

  test.each([
    ["an event", BAD, ["churn-dev: violation"]],
    ["a record", BAD.detail, ["churn-dev: violation"]],
    ["a trail's file", records, ["churn-dev: violation", "null: ignored", "churn-safe: compliant"]],
    ["a list of events", [GOOD, BAD], ["churn-safe: compliant", "churn-dev: violation"]],
    [
      "a list of anything",
      [GOOD.detail, records, readAnswer("domain")],
      ["churn-safe", "churn-dev", "null", "churn-safe", "ml-platform"],
    ],
    ["a Describe answer", readAnswer("processing-job"), ["churn-report: violation"]],
    ["an empty trail", { Records: [] }, []],
  ])("is %s", async (_, document, expected) => {
    const { report, err } = await assess(["-"], JSON.stringify(document));

    expect(report?.resources.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual(
      expected.map((line) => expect.stringContaining(line)),
    );
    expect(err).toBe("");
  });

  const both = ["churn-dev: violation", "churn-safe: compliant"];
  const pretty = (document: unknown) => JSON.stringify(document, null, 2);

  test.each<[string, string | Buffer]>([
    ["JSON lines", `${JSON.stringify(BAD)}\n${JSON.stringify(GOOD)}\n`],
    ["JSON lines of Windows, with gaps", `\r\n${JSON.stringify(BAD)}\r\n\r\n${JSON.stringify(GOOD)}\r\n`],
    ["documents one after the other", `${pretty(BAD)}\n${pretty(GOOD)}\n`],
    ["documents without anything between", `${JSON.stringify(BAD)}${JSON.stringify(GOOD)}`],
    ["gzip", gzipSync(JSON.stringify([BAD, GOOD]))],
    [
      "gzip members one after the other",
      Buffer.concat([gzipSync(JSON.stringify(BAD)), gzipSync(JSON.stringify(GOOD))]),
    ],
    ["a byte order mark", `\ufeff${JSON.stringify([BAD, GOOD])}`],
    ["big-endian UTF-16", Buffer.from(`\ufeff${JSON.stringify([BAD, GOOD])}`, "utf16le").swap16()],
    ["what PowerShell writes", Buffer.from(`\ufeff${JSON.stringify([BAD, GOOD])}`, "utf16le")],
  ])("comes as %s", async (_, content) => {
    await expect(outcomes(content)).resolves.toEqual({ outcomes: both, code: 1, err: "" });
  });

  test("is several files, in their order", async () => {
    const files = [write("good.json", JSON.stringify(GOOD)), "-", write("bad.json", JSON.stringify(BAD))];

    const { report, code } = await assess(files, JSON.stringify(UNKNOWN));

    expect(report?.resources.map(({ name }) => name)).toEqual(["churn-safe", "basicnotebook-x4cc6zfj", "churn-dev"]);
    expect(code).toBe(1);
  });

  test("is recognised as a processing job although it names a training job", async () => {
    const { report } = await assess([answerPath("processing-job")]);

    expect(report?.resources).toMatchObject([{ kind: "processing-job", createdBy: null }]);
  });

  test("is recognised as an inference component although it names its endpoint", async () => {
    const arn = "arn:aws:sagemaker:eu-west-1:111122223333";
    const endpoint = { EndpointName: "llm", EndpointArn: `${arn}:endpoint/llm` };
    const component = { InferenceComponentName: "chat", InferenceComponentArn: `${arn}:inference-component/chat` };
    const answer = { ...component, ...endpoint, InferenceComponentStatus: "InService" };

    const { report } = await assess(["-"], JSON.stringify(answer));

    expect(report?.resources).toMatchObject([{ kind: "inference-component", name: "chat" }]);
  });

  test("is ignored, with the reason, when no kind covers it", async () => {
    const image = { ImageName: "e", ImageArn: "arn:aws:sagemaker:eu-west-1:111122223333:image/e" };

    const { report, code } = await assess(["-"], JSON.stringify(image));

    expect(report?.resources).toMatchObject([
      { name: "e", outcome: "ignored", reason: "no resource kind covers image" },
    ]);
    expect(code).toBe(0);
  });
});

describe("what cannot be read", () => {
  const line = JSON.stringify(BAD);
  const { eventSource: _, ...sourceless } = BAD.detail;
  const nameless = { ...BAD.detail, requestParameters: {}, responseElements: null };

  test.each<[string, string | Buffer, RegExp, string[]]>([
    ["a file that breaks off", line.slice(0, -1), /not valid JSON at line 1, column \d+: the text breaks off/, []],
    [
      "a stray comma",
      '{\n  "a": 1,\n}',
      /not valid JSON at line 3, column 1: a name in double quotes was expected/,
      [],
    ],
    ["a document that breaks off after another", `${JSON.stringify(BAD, null, 2)}\n{"a":`, /breaks off/, ["churn-dev"]],
    [
      "a line of JSON lines",
      `${line}\n{"a":\n${JSON.stringify(GOOD)}`,
      /in line 2, column 6/,
      ["churn-dev", "churn-safe"],
    ],
    [
      "a string of JSON lines that breaks off",
      `${line}\n${JSON.stringify(GOOD)}\n{"a":"\\`,
      /in line 3, column 8: the text breaks off/,
      ["churn-dev", "churn-safe"],
    ],
    ["a file without anything", " \n", /standard input: it holds nothing/, []],
    ["damaged gzip", gzipSync(line).subarray(0, 60), /gzip data is damaged or incomplete/, []],
    [
      "what is no input",
      '{"NotebookInstances":[]}',
      /neither an event, nor a CloudTrail record, nor a Describe answer/,
      [],
    ],
    ["what is no object", '[1,"text",null]', /standard input: \[2\]: neither .* no JSON object/, []],
    ["a record without source", JSON.stringify(sourceless), /standard input: .*eventSource is missing/, []],
    [
      "one record of a trail",
      JSON.stringify({ Records: [BAD.detail, nameless] }),
      /Records\[1\]: .*names no notebook instance/,
      ["churn-dev"],
    ],
    ["an event without detail", '{"detail-type":"AWS API Call via CloudTrail"}', /detail is not an object/, []],
    ["a Describe answer of nothing", '{"ModelName":"m","ModelArn":"m"}', /neither an event/, []],
    ["a deeply nested list", "[".repeat(50_000) + "]".repeat(50_000), /neither an event/, []],
  ])("is said in a line, and the rest is assessed: %s", async (_name, content, message, names) => {
    const { report, code, err } = await assess(["-"], content);

    expect(err).toMatch(message);
    expect(
      err
        .trimEnd()
        .split("\n")
        .every((each) => each.startsWith("sagefence: standard input: ")),
    ).toBe(true);
    expect(report?.resources.map(({ name }) => name)).toEqual(names);
    expect(code).toBe(names.length > 0 ? 1 : 2);
  });

  test.each([
    ["a file that is not there", "/nowhere/trail.json", "there is no such file"],
    ["a folder", "/", "it is a folder"],
  ])("is %s, and the other files are assessed", async (_name, path, message) => {
    const { report, code, err } = await assess([path, eventPath("create-notebook-instance/in-the-approved-network")]);

    expect(err).toBe(`sagefence: ${path}: ${err.split(": ").slice(2).join(": ")}`);
    expect(err).toContain(message);
    expect(report?.resources).toMatchObject([{ outcome: "compliant" }]);
    expect(code).toBe(2);
  });

  test("is never printed so that it steers the terminal", async () => {
    const { err } = await assess(["evil\u001b[2J.json"]);

    expect(err).toBe("sagefence: evil\\u001b[2J.json: there is no such file\n");
  });
});

describe("the exit code", () => {
  test.each([
    [0, "nothing wrong", [GOOD]],
    [0, "only what is ignored", [IGNORED]],
    [1, "a violation", [GOOD, BAD, UNKNOWN]],
    [2, "something unknown", [GOOD, UNKNOWN, IGNORED]],
    [2, "something unreadable", [GOOD, {}]],
    [1, "a violation beside something unreadable", [BAD, {}]],
  ])("is %i with %s", async (expected, _name, events) => {
    const { code } = await assess(["-"], JSON.stringify(events));

    expect(code).toBe(expected);
  });
});

describe("facts", () => {
  const config = eventPath("create-endpoint-config/variants-name-models");

  test("judge an endpoint configuration by its models", async () => {
    const without = await assess([config]);
    const withOne = await assess([config, "--facts", answerPath("model-in-the-vpc")]);
    const withBoth = await assess([config, "--facts", ...MODELS]);

    expect([without, withOne, withBoth].map(({ report }) => report?.resources[0]?.outcome)).toEqual([
      "unknown",
      "unknown",
      "violation",
    ]);
    expect(violated(withBoth.report)).toEqual(["runs-in-vpc"]);
    const [unread] = without.report?.resources[0]?.verdicts.filter(({ status }) => status === "unknown") ?? [];
    expect(unread).toMatchObject({ unit: "ProductionVariants[0]", message: expect.stringContaining("churn-v8") });
    expect(unread?.message).toContain("DescribeModel");
  });

  test.each([
    ["update-notebook-instance/root-access-enabled", "notebook-instance", ["notebook-root-access-disabled"]],
    ["update-domain/public-internet-again", "domain", ["studio-vpc-only"]],
    [
      "update-training-job/remote-debug-enabled",
      "training-job",
      ["remote-debug-disabled", "traffic-between-containers-encrypted"],
    ],
  ])("judge %s by the resource as it is", async (event, answer, rules) => {
    const { report, code } = await assess([eventPath(event), "--facts", answerPath(answer)]);

    expect(report?.resources).toMatchObject([{ outcome: "violation", reason: null, createdBy: expect.any(String) }]);
    expect(report?.resources[0]).toMatchObject({ name: readAnswer(answer)[nameMember(answer)] });
    expect(violated(report)).toEqual(rules);
    expect(code).toBe(1);
  });

  test("judge what came without parameters, by an ARN whose letter case is lost", async () => {
    const described = { ...readAnswer("notebook-instance"), NotebookInstanceName: "BasicNotebook-x4CC6ZFJ" };
    const NotebookInstanceArn = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/BasicNotebook-x4CC6ZFJ";
    const facts = write("facts.json", JSON.stringify({ ...described, NotebookInstanceArn }));

    const { report } = await assess(["-", "--facts", facts], JSON.stringify(UNKNOWN));

    expect(report?.resources).toMatchObject([{ name: "BasicNotebook-x4CC6ZFJ", outcome: "violation" }]);
  });

  test("of another account, region or kind are not taken", async () => {
    const facts = ["us-east-1:111122223333", "eu-west-1:999999999999"].map((place) => {
      const arn = `arn:aws:sagemaker:${place}:notebook-instance/churn-safe`;
      return { ...readAnswer("notebook-instance"), NotebookInstanceArn: arn };
    });
    const file = write("elsewhere.json", JSON.stringify(facts));

    const { report } = await assess([eventPath("update-notebook-instance/root-access-enabled"), "--facts", file]);

    expect(report?.resources).toMatchObject([{ outcome: "unknown", reason: expect.stringContaining("--facts") }]);
  });

  test("of one resource told twice count as they were told last", async () => {
    const fixed = { ...readAnswer("notebook-instance"), RootAccess: "Disabled" };
    const file = write("twice.jsonl", `${JSON.stringify(readAnswer("notebook-instance"))}\n${JSON.stringify(fixed)}\n`);

    const { report } = await assess([eventPath("update-notebook-instance/root-access-enabled"), "--facts", file]);

    expect(report?.resources).toMatchObject([{ outcome: "compliant" }]);
  });

  test("that are none are said so", async () => {
    const { err, code } = await assess([
      eventPath("create-notebook-instance/in-the-approved-network"),
      "--facts",
      config,
    ]);

    expect(err).toContain("--facts takes Describe answers, and this is none");
    expect(code).toBe(2);
  });

  function nameMember(kind: string): string {
    return RESOURCE_KINDS.find(({ id }) => id === kind)?.nameMember ?? "";
  }
});

describe("the network", () => {
  const notebook = answerPath("notebook-instance");
  const SUBNET = "subnet-0a1b2c3d4e5f60001";
  const subnets = { Subnets: [{ SubnetId: SUBNET, VpcId: "vpc-1", Ipv6CidrBlockAssociationSet: [] }] };
  const toInternet = { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" };
  const tables = (Routes: readonly object[]) => ({
    RouteTables: [{ RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{ Main: true }], Routes }],
  });

  function facts(...documents: readonly unknown[]): string[] {
    return documents.map((document, index) => write(`facts-${index}.json`, JSON.stringify(document)));
  }

  async function judged(rule: string, ...documents: readonly unknown[]) {
    const given = documents.length === 0 ? [] : ["--facts", ...facts(...documents)];
    const args = ["assess", notebook, "--format", "json", ...given];
    const { out, err, code } = await sagefence(args);
    const verdicts = (JSON.parse(out) as Report).resources[0]?.verdicts;
    return { verdict: verdicts?.find((one) => one.rule === rule), err, code };
  }

  test("is judged by what aws ec2 describe-* printed, with the hops and what has to change", async () => {
    const { verdict, err, code } = await judged("subnets-private", subnets, tables([toInternet]));

    expect(verdict).toMatchObject({
      status: "violation",
      message: expect.stringContaining(`${SUBNET} → rtb-1 (main) → igw-1, 0.0.0.0/0 active`),
      causes: ["rtb-1"],
    });
    expect(Object.keys(verdict ?? {}).at(-1)).toBe("causes");
    expect({ err, code }).toEqual({ err: "", code: 1 });
  });

  test("is unknown, never compliant, without", async () => {
    const { verdict } = await judged("subnets-private");

    expect(verdict).toMatchObject({ status: "unknown", message: expect.stringContaining("DescribeRouteTables") });
  });

  test("may come beside a resource's answers, in lists, and page by page of different calls", async () => {
    const { verdict } = await judged("subnets-private", [subnets, readAnswer("model")], tables([]));

    expect(verdict).toMatchObject({ status: "compliant" });
  });

  test("has prefix lists by the id that is put beside their entries", async () => {
    const route = { DestinationPrefixListId: "pl-1", GatewayId: "igw-1", State: "active" };
    const entries = { Entries: [{ Cidr: "203.0.113.0/24" }] };
    const lists = { PrefixLists: [{ PrefixListId: "pl-1", AddressFamily: "IPv4" }] };

    const named = await judged("subnets-private", subnets, tables([route]), lists, {
      PrefixListId: "pl-1",
      ...entries,
    });
    const nameless = await judged("subnets-private", subnets, tables([route]), lists, entries);

    expect(named).toMatchObject({ verdict: { status: "violation" }, err: "" });
    expect(nameless.err).toMatch(/facts-3\.json has the Entries of a prefix list without its PrefixListId/);
  });

  test.each([
    ["a list that is none", { Subnets: "all" }, /facts-0\.json: Subnets is not a list/],
    [
      "an item that makes no sense",
      { Subnets: [{ SubnetId: 1 }] },
      /facts-0\.json: Subnets\[0\]\.SubnetId is not text/,
    ],
    ["one page of several", { ...subnets, NextToken: "more" }, /facts-0\.json is one page of Subnets/],
  ])("that cannot be used is said so: %s", async (_name, document, message) => {
    const { err, code } = await judged("subnets-private", document);

    expect(err).toMatch(message);
    expect(code).not.toBe(0);
  });

  test("is no resource", async () => {
    const { err, code } = await assess(["-"], JSON.stringify(subnets));

    expect(err).toBe("sagefence: standard input: an answer of EC2 is no resource to assess; give it with --facts\n");
    expect(code).toBe(2);
  });

  test("is asked for in one line a resource, with the ways forward", async () => {
    const { out } = await sagefence(["assess", notebook]);

    expect(out.match(/unknown +\d+ rules/g)).toHaveLength(1);
    expect(out).toMatch(
      /need EC2's answers \(Describe\w+, Describe\w+, Describe\w+ and \d+ more\): give them with --facts, or leave out what needs them with --without-network\./,
    );
  });

  test("is asked for as far as it is missing", async () => {
    const { out } = await sagefence(["assess", notebook, "--facts", ...facts(subnets, tables([]))]);

    const [line = ""] = out.split("\n").filter((each) => each.includes("EC2's answers"));
    expect(line).toContain("DescribeSecurityGroups");
    expect(line).not.toContain("DescribeSubnets");
    expect(line).not.toContain("subnets-private");
  });

  test("is left out on request, as far as rules ask EC2", async () => {
    const { report, code } = await assess([
      notebook,
      "--policy",
      write("root.yaml", "rules: { notebook-root-access-disabled: off }"),
    ]);

    expect(report?.resources[0]?.verdicts.map(({ rule }) => rule)).toContain("subnets-approved");
    expect(report?.resources[0]?.verdicts.map(({ rule }) => rule)).not.toContain("subnets-private");
    expect(code).toBe(0);
  });
});

describe("the policy", () => {
  const event = eventPath("create-training-job/in-the-vpc-and-encrypted");
  const foreign = "approvedNetwork: { subnets: [subnet-9], securityGroups: [sg-9] }";

  test("adds what it asks for", async () => {
    const { report } = await assess([event, "--policy", write("policy.yaml", foreign)]);

    expect(violated(report)).toEqual(["security-groups-approved", "subnets-approved"]);
  });

  test("turns rules off, and --rules all turns every rule on", async () => {
    const off = write(
      "off.yaml",
      "rules: { runs-in-vpc: off, notebook-imds-v2: off, notebook-no-direct-internet: off }",
    );
    const bad = eventPath("create-notebook-instance/direct-internet-by-default");

    const lenient = await assess([bad, "--policy", off]);
    const strict = await assess([bad, "--policy", off, "--rules", "all"]);

    expect(violated(lenient.report)).toEqual(["notebook-root-access-disabled"]);
    expect(violated(strict.report)).toHaveLength(4);
  });

  test("leaves rules that need a list not applicable without one, with --rules all too", async () => {
    const { report } = await assess([event, "--rules", "all"]);
    const verdicts = report?.resources[0]?.verdicts.filter(({ rule }) => rule.endsWith("-approved"));

    expect(verdicts?.map(({ status }) => status)).toEqual(["notApplicable", "notApplicable"]);
  });

  test("exempts until its last day, and what is exempt stays in the report", async () => {
    const exemption = (expires: string) => `exemptions:
  - { resource: "arn:aws:sagemaker:*:*:notebook-instance/churn-*", rules: [notebook-no-direct-internet, runs-in-vpc,
      notebook-imds-v2, notebook-root-access-disabled], owner: jane, reason: demo, expires: ${expires} }`;
    const bad = eventPath("create-notebook-instance/direct-internet-by-default");

    const today = await assess([bad, "--policy", write("today.yaml", exemption("2026-11-21"))]);
    const over = await assess([bad, "--policy", write("over.yaml", exemption("2026-11-20"))]);

    expect(today.report?.resources[0]?.verdicts.filter(({ status }) => status === "exempt")).toHaveLength(4);
    expect([today.code, over.code]).toEqual([0, 1]);
  });

  test("that is not valid is refused, a problem a line, before anything is assessed", async () => {
    const file = write("broken.yaml", "mode: on\nrules: { run-in-vpc: on }\n");

    const { code, out, err } = await assess([event, "--policy", file]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(
      err
        .trimEnd()
        .split("\n")
        .every((line) => line.startsWith(`sagefence: ${file}: `)),
    ).toBe(true);
    expect(err).toContain("mode: must be one of off, report, enforce");
  });
});

describe("the text format", () => {
  const files = [
    "create-notebook-instance/in-the-approved-network",
    "create-notebook-instance/metadata-version-1-and-root",
    "create-endpoint-config/variant-open-to-ssm",
    "create-notebook-instance/parameters-dropped",
    "create-notebook-instance/direct-internet-by-default",
    "create-notebook-instance/denied",
    "create-notebook-instance/failed-limit-exceeded",
    "create-model/of-lookout-for-vision",
  ].map(eventPath);

  test("says the worst first, and sums up", async () => {
    const { out } = await sagefence(["assess", OWN, ...files]);

    await expect(out).toMatchFileSnapshot("expected/assess.txt.snap");
  });

  test("has colours on a terminal only, and not with NO_COLOR", async () => {
    const coloured = await sagefence(["assess", OWN, ...files], { outIsTerminal: true });
    const plain = await sagefence(["assess", OWN, ...files], { outIsTerminal: true, env: { NO_COLOR: "1" } });
    const piped = await sagefence(["assess", OWN, ...files]);

    expect(coloured.out).toContain("\u001b[31m");
    expect(plain.out).toBe(piped.out);
    expect(stripVTControlCharacters(coloured.out)).toBe(piped.out);
  });

  test("shows names as they are, but never so that they steer the terminal", async () => {
    const evil = { ...BAD.detail, requestParameters: { notebookInstanceName: "nb\u001b[2J\u202e\n" } };

    const { out } = await sagefence(["assess", "-"], { stdin: JSON.stringify(evil), outIsTerminal: true });

    expect(out).toContain("nb\\u001b[2J\\u202e\\u000a");
    expect(out).not.toContain("\u001b[2J");
  });

  test("says that nothing was there to assess", async () => {
    const { out, code } = await sagefence(["assess", "-"], { stdin: "[]" });

    expect({ out, code }).toEqual({ out: "0 resources: 0 in violation, 0 unknown, 0 compliant.\n", code: 0 });
  });
});

describe("progress", () => {
  const file = eventPath("create-notebook-instance/in-the-approved-network");
  const slowly = () => {
    let seconds = 0;
    return () => new Date(1_800_000_000_000 + 1_000 * seconds++);
  };

  test("is shown to people who wait, and taken away at the end", async () => {
    const { err } = await sagefence(["assess", file, file, file], { errIsTerminal: true, now: slowly() });

    expect(err).toContain("2/3 files");
    expect(err.endsWith("\r\u001b[K")).toBe(true);
  });

  test("is not shown to programs, or when it goes fast", async () => {
    const piped = await sagefence(["assess", file, file, file], { now: slowly() });
    const fast = await sagefence(["assess", file, file, file], { errIsTerminal: true });

    expect([piped.err, fast.err]).toEqual(["", ""]);
  });
});

describe("the command line", () => {
  test.each([
    [["assess"], "there is no file to assess; - stands for standard input"],
    [["assess", "--facts", "a.json", "b.json"], "--facts takes every file after it"],
    [["assess", "-", "-"], "standard input (-) can be read once only"],
    [["assess", "-", "--facts", "-"], "standard input (-) can be read once only"],
    [["assess", "a.json", "--format", "yaml"], "Allowed choices are text, json"],
    [["assess", "a.json", "--rules", "none"], "Allowed choices are policy, all"],
    [["assess", "a.json", "--polcy", "p"], "Did you mean --policy?"],
  ])("%j: %s", async (args, message) => {
    const { code, out, err } = await sagefence(args);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toMatch(/^sagefence: /);
  });
});
