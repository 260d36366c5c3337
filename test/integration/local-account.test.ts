/** The packaged functions, as Lambda would run them, in the local account, through real SDK clients. */
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  StartNotebookInstanceCommand,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { LocalAccount } from "../../sandbox/account.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { changesBy, createdNotebook, findingAbout, sagefence, sageMakerAs, startPackaged } from "./tools.ts";

const ROLE = "arn:aws:iam::111122223333:role/data-science";
const SERVICE = "sagefence-remediate-drift";
const PATIENT = { timeout: 60_000, interval: 100 };
const MAY_TAKE = 120_000;

let account: LocalAccount;
let ledger: Ledger;

beforeAll(async () => {
  ({ account, ledger } = await startPackaged({
    speeds: { sageMaker: { notebookPending: 400, notebookStopping: 200 }, lambda: { waits: 0.02, retries: 0.001 } },
  }));
}, MAY_TAKE);
afterAll(() => account?.close());

async function createNotebook(name: string, by = "jane", more: Record<string, unknown> = {}): Promise<void> {
  const input = { NotebookInstanceName: name, InstanceType: "ml.t3.medium" as const, RoleArn: ROLE, ...more };
  await sageMakerAs(account, by).send(new CreateNotebookInstanceCommand(input));
}

async function statusOf(name: string): Promise<string | undefined> {
  const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: name });
  return (await sageMakerAs(account, "mei").send(command)).NotebookInstanceStatus;
}

/** Waits until the question about a resource is open, and gives its id. */
function openQuestion(name: string): Promise<string> {
  return vi.waitFor(async () => {
    const id = (await findingAbout(ledger, name))?.questionId ?? null;
    if (id === null || (await ledger.getQuestion(id))?.callbackId === null) throw new Error("no question yet");
    return id;
  }, PATIENT);
}

function changesTo(name: string): string[] {
  return changesBy(account, SERVICE).filter((change) => change.endsWith(` ${name}`));
}

describe("a bad notebook in the local account", () => {
  it("is stopped and asked about; its creator is refused, somebody else's yes makes the replacement", {
    timeout: MAY_TAKE,
  }, async () => {
    await createNotebook("churn-dev");
    const id = await openQuestion("churn-dev");
    expect(await statusOf("churn-dev")).toBe("Stopped");

    const refused = await sagefence(account, "jane", "approve", id, "recreate-beside", "--yes");
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(/You made this resource, so somebody else has to approve/);
    expect((await ledger.getQuestion(id))?.status).toBe("pending");

    const approved = await sagefence(account, "mei", "approve", id, "recreate-beside", "--yes");
    expect(approved).toMatchObject({ code: 0 });
    const finding = await vi.waitFor(async () => {
      const found = await findingAbout(ledger, "churn-dev");
      if (found?.outcome !== "remediated") throw new Error(`still ${found?.outcome}`);
      return found;
    }, PATIENT);
    const replacement = finding.replacementArn?.split("/").at(-1) ?? "";
    expect(await statusOf("churn-dev")).toBe("Stopped");
    expect(await statusOf(replacement)).toBe("InService");
    const listed = await sagefence(account, "mei", "findings", "--format", "json");
    expect(JSON.stringify(JSON.parse(listed.stdout))).toContain(finding.id);
  });

  it("is acted on once when its event is delivered five times at once", { timeout: MAY_TAKE }, async () => {
    await createNotebook("twice-told");
    const event = createdNotebook("twice-told", "11111111-2222-4333-8444-555555555555");
    for (let n = 0; n < 5; n += 1) account.buses.put("default", event);
    await openQuestion("twice-told");
    for (let n = 0; n < 5; n += 1) account.buses.put("default", event);
    await vi.waitFor(() => expect(changesTo("twice-told")).toEqual(["StopNotebookInstance twice-told"]), PATIENT);

    const executions = account.executions().filter(({ name }) => name.includes("-r1") && !name.includes("-again-"));
    const finding = await findingAbout(ledger, "twice-told");
    expect(executions.filter(({ name }) => name === `${finding?.id}-r1`)).toHaveLength(1);
    const actions = await ledger.listActions(finding?.id ?? "");
    expect(actions.map(({ action }) => action).toSorted()).toEqual(["stop", "tag"]);
  });

  it("is stopped again when its owner starts it while the question is open", { timeout: MAY_TAKE }, async () => {
    await createNotebook("stubborn");
    const id = await openQuestion("stubborn");
    await sageMakerAs(account, "jane").send(new StartNotebookInstanceCommand({ NotebookInstanceName: "stubborn" }));

    await vi.waitFor(() => expect(changesTo("stubborn")).toHaveLength(2), PATIENT);
    await vi.waitFor(async () => expect(await statusOf("stubborn")).toBe("Stopped"), PATIENT);
    await vi.waitFor(() => {
      const texts = account.messages().topics.map(({ message }) => message);
      expect(texts.join("\n")).toContain("Started again, contained again: notebook instance stubborn");
    }, PATIENT);
    expect((await ledger.getQuestion(id))?.status).toBe("pending");
    const rejected = await sagefence(account, "mei", "reject", id);
    expect(rejected).toMatchObject({ code: 0 });
  });

  it("that is right is left alone", { timeout: MAY_TAKE }, async () => {
    await createNotebook("fine", "jane", {
      DirectInternetAccess: "Disabled",
      SubnetId: "subnet-0a1b2c3d4e5f60001",
      SecurityGroupIds: ["sg-0a1b2c3d4e5f60001"],
      RootAccess: "Disabled",
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
    });
    await vi.waitFor(() => {
      const triaged = account.logs().filter(({ line }) => line.includes('"compliant"') && line.includes("fine"));
      expect(triaged).not.toEqual([]);
    }, PATIENT);
    expect(changesTo("fine")).toEqual([]);
    expect(await findingAbout(ledger, "fine")).toBeUndefined();
  });
});

describe("an event that makes no sense", () => {
  it("is retried, kept in the dead-letter queue, and rings an alarm", { timeout: MAY_TAKE }, async () => {
    account.buses.put("default", createdNotebook("x", "bad-event", { requestParameters: {}, responseElements: null }));

    await vi.waitFor(() => {
      const kept = account.queues.messages("sagefence-failures");
      expect(JSON.stringify(kept)).toContain("bad-event");
    }, PATIENT);
    await vi.waitFor(() => expect(account.alarms.states().some(({ state }) => state === "ALARM")).toBe(true), PATIENT);
  });
});
