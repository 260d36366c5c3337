import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type LocalTable, startTable } from "../record/local-table.ts";
import { actionOf, DIGEST, entryOf, findingOf } from "../record/samples.ts";
import { type Service, startService } from "./service.ts";
import { type Around, sagefence } from "./terminal.ts";

let table: LocalTable;
let service: Service;

beforeAll(async () => {
  table = await startTable();
});

afterAll(() => table.stop());

beforeEach(async () => {
  service = await startService(table);
  signAs("oncall");
});

afterEach(() => service.stop());

function signAs(key: string): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", key);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
}

function call(args: readonly string[], around: Around = {}) {
  return sagefence([...args, "--api", service.url], around);
}

async function stored() {
  return service.ledger.getQuestion(service.question.id);
}

describe("sagefence approve", () => {
  test("shows what will be done and what is lost, and approves exactly that", async () => {
    const { id } = service.question;

    const { code, out, err } = await call(["approve", id, "stop", "--yes", "--reason", "seen it"]);

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "notebook-instance churn-dev  111122223333 eu-west-1, by jane (assumed-role/data-science/jane)

      What is wrong
        high  notebook-no-direct-internet  Direct internet access is on.
      Done so far
        It was stopped at 05:00 UTC. Its disk is kept.

      stop: Stop it (destructive)
      Calls
        StopNotebookInstance {"NotebookInstanceName":"churn-dev"}
      Lost
        What runs in memory.
      Undo
        Start it again.

      Approved: Stop it. The answer is stored and being acted on.
      "
    `);
    await expect(stored()).resolves.toMatchObject({
      status: "approved",
      decision: { option: "stop", reason: "seen it", by: { arn: "arn:aws:iam::111122223333:user/oncall" } },
    });
    expect(service.completeCallback).toHaveBeenCalledOnce();
  });

  test("takes the finding's id, shows where it leads, and sends the digest of what it showed", async () => {
    const { code, out } = await call(["approve", service.question.findingId, "recreate-beside", "-y"]);

    expect(code).toBe(0);
    expect(out).toContain("Afterwards\n  It does not reach the internet: no route of subnet-a leads there.\n");
    expect(out).toContain("Checked\n  Free IPv4 addresses: subnet-a (200); it takes 1.\n");
    await expect(stored()).resolves.toMatchObject({ decision: { option: "recreate-beside", digest: DIGEST } });
  });

  test.each([
    ["y", 0, "approved"],
    ["YES ", 0, "approved"],
    ["", 2, "pending"],
    ["n", 2, "pending"],
    ["yesterday", 2, "pending"],
    [null, 2, "pending"],
  ])("asks once more, and %j leads to exit code %i", async (typed, expected, status) => {
    const { code, err } = await call(["approve", service.question.id, "stop"], { typed });

    expect(code).toBe(expected);
    expect(err).toContain("Approve stop for notebook-instance churn-dev? [y/N]");
    await expect(stored()).resolves.toMatchObject({ status });
    if (expected === 2) expect(err).toContain("sagefence: nothing was approved");
  });

  test("says the same again when it was approved before", async () => {
    await call(["approve", service.question.id, "stop", "-y"]);

    const { code, out } = await call(["approve", service.question.id, "stop", "-y"]);

    expect(code).toBe(0);
    expect(out).toContain("You had approved Stop it.");
  });

  test.each([
    ["jane", "You made this resource, so somebody else has to approve a change to it."],
    ["stranger", "You are not among the approvers that the policy names"],
  ])("says in a line that %s may not", async (key, message) => {
    signAs(key);

    const { code, err } = await call(["approve", service.question.id, "stop", "-y"]);

    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`^sagefence: ${message}[^\n]*\n$`));
    await expect(stored()).resolves.toMatchObject({ status: "pending" });
  });

  test("says that somebody has answered already", async () => {
    await call(["reject", service.question.id]);

    const { code, err } = await call(["approve", service.question.id, "stop", "-y"]);

    expect({ code, err }).toEqual({
      code: 2,
      err: "sagefence: Somebody has already answered this question; that answer stands.\n",
    });
  });

  test.each([
    [["approve", "QUESTION", "stpo", "-y"], 'no option "stpo" (it has recreate-beside, stop); did you mean stop?'],
    [["approve", "QUESTION", "delete", "-y"], 'no option "delete" (it has recreate-beside, stop)'],
    [["approve", "q-nothing", "stop", "-y"], "There is nothing of this name."],
    [["approve", "../q-1", "stop", "-y"], '"../q-1" is no id; findings begin with f-, questions with q-'],
    [["approve", "QUESTION"], "missing required argument 'option'"],
  ])("%j: %s", async (args, message) => {
    const { code, err } = await call(args.map((arg) => (arg === "QUESTION" ? service.question.id : arg)));

    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("signs for the API, in the region that is set", async () => {
    const env = { AWS_REGION: "us-east-1" };

    await call(["approve", service.question.id, "stop", "-y"]);
    await call(["approve", service.question.id, "stop", "-y"], { env });

    expect(new Set(service.signedFor)).toEqual(
      new Set(["oncall/eu-west-1/execute-api", "oncall/us-east-1/execute-api"]),
    );
  });
});

describe("sagefence reject", () => {
  test("turns a question down", async () => {
    const { code, out } = await call(["reject", service.question.findingId, "--reason", "needed today"]);

    expect(code).toBe(0);
    expect(out).toContain("Rejected: nothing more is done to notebook-instance churn-dev.");
    await expect(stored()).resolves.toMatchObject({ status: "rejected", decision: { reason: "needed today" } });
  });
});

describe("sagefence findings", () => {
  test("lists what is open", async () => {
    const { code, out } = await call(["findings"]);

    expect(code).toBe(0);
    const line = out.split("\n").find((each) => each.startsWith(service.question.findingId));
    expect(line).toContain("notebook-instance churn-dev");
    expect(line).toContain(`asked: ${service.question.id}`);
    expect(line).toContain("notebook-no-direct-internet");
  });

  test("says of one what is wrong, what was done, what is asked and what happened", async () => {
    const { findingId } = service.question;
    await service.ledger.startAction(actionOf({ id: `${findingId}/1/stop/1`, findingId }));
    await service.ledger.audit(entryOf({ findingId }));

    const { out } = await call(["findings", findingId]);

    expect(out).toContain("Direct internet access is on.");
    expect(out).toMatch(/What was done\n {2}2026-11-21T05:00:01.000Z {2}stop +started +undo: Start it again\./);
    expect(out).toContain(`sagefence approve ${service.question.id} OPTION`);
    expect(out).toMatch(/What happened\n {2}2026-11-21T05:00:00.000Z {2}finding-opened +sagefence/);
  });

  test("says of a cause in the network who changed it and who stands on it", async () => {
    const { resource } = service.question;
    const finding = findingOf({
      resource,
      reaches: ["It reaches S3."],
      affected: { count: 201, resources: [resource] },
    });
    service.gateway = { status: 200, body: JSON.stringify({ finding, question: null, actions: [], audit: [] }) };

    const { out } = await call(["findings", finding.id]);

    expect(out).toContain("Changed by  jane");
    expect(out).toContain("What it reaches\n  It reaches S3.\n");
    expect(out).toContain("Who stands on it (201)\n  notebook-instance churn-dev\n  and 200 more\n");
  });

  test("finds the finding of a question", async () => {
    const { out } = await call(["findings", service.question.id, "--format", "json"]);

    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      finding: { id: service.question.findingId },
      question: { id: service.question.id },
      actions: [],
      audit: [],
    });
    expect(out).not.toContain("callback-secret");
  });

  test("says so when the service may have more than it lists", async () => {
    const findings = Array.from({ length: 100 }, () => findingOf({ resource: service.question.resource }));
    service.gateway = { status: 200, body: JSON.stringify({ findings }) };

    const { out } = await call(["findings"]);

    expect(out).toContain("The newest 100 open findings; there may be more.");
  });

  test("never lets a name steer the terminal", async () => {
    const finding = findingOf({ resource: { ...service.question.resource, name: "nb\u001b[2J" } });
    service.gateway = { status: 200, body: JSON.stringify({ findings: [finding] }) };

    const { out } = await call(["findings"], { outIsTerminal: true });

    expect(out).toContain("nb\\u001b[2J");
    expect(out).not.toContain("\u001b[2J");
  });
});

test("AWS_ENDPOINT_URL names the service when it is on this machine, and only then", async () => {
  const here = await sagefence(["findings"], { env: { AWS_ENDPOINT_URL: service.url } });
  const elsewhere = await sagefence(["findings"], { env: { AWS_ENDPOINT_URL: "https://sagemaker.example.com" } });

  expect([here.code, elsewhere.code]).toEqual([0, 2]);
  expect(elsewhere.err).toContain("which service?");
});

describe("a service that cannot be used", () => {
  test.each([
    [[], "which service? Set --api or SAGEFENCE_API"],
    [["--api", "nonsense"], '"nonsense" is no address of an API'],
    [["--api", "ftp://api"], "is no address of an API"],
    [["--api", "https://api?k=v"], "is no address of an API"],
    [["--api", "http://example.com"], "http://example.com is not encrypted"],
    [["--api", "http://127.0.0.1:9"], "http://127.0.0.1:9 does not answer"],
  ])("is said in a line: %j", async (args, message) => {
    const { code, out, err } = await sagefence(["findings", ...args]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain("\n");
  });

  test.each([
    [403, '{"message":"Forbidden"}', "your credentials may not call it (HTTP 403: Forbidden)"],
    [404, '{"message":"Not Found"}', "that is no sagefence API (HTTP 404: Not Found)"],
    [200, "<html>", "that is no sagefence API (HTTP 200)"],
    [503, '{"error":"ledger-unavailable","message":"The ledger does not answer."}', "The ledger does not answer."],
  ])("is said in a line: HTTP %i %s", async (status, body, message) => {
    service.gateway = { status, body };

    const { code, err } = await call(["findings"]);

    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("is one without credentials", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");

    const { code, err } = await call(["findings"]);

    expect(code).toBe(2);
    expect(err).toMatch(/^sagefence: cannot sign: [^\n]+; set AWS credentials as for the AWS CLI\n$/);
  });
});
