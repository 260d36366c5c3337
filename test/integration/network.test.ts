/** What happens when the network changes, and what the sweep finds, in the local account with the packaged functions. */
import { CreateRouteCommand, DeleteRouteCommand, EC2Client } from "@aws-sdk/client-ec2";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateNotebookInstanceCommand, type CreateNotebookInstanceCommandInput } from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalAccount, REGION } from "../../sandbox/account.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { findingAbout, sageMakerAs, startPackaged } from "./tools.ts";

const ROLE = "arn:aws:iam::111122223333:role/data-science";
const PATIENT = { timeout: 60_000, interval: 100 };
const MAY_TAKE = 120_000;
const PRIVATE = "subnet-0a1b2c3d4e5f60001";
const TABLE = "rtb-0a1b2c3d4e5f60001";
const GATEWAY = "igw-0a1b2c3d4e5f60000";
const GOOD = {
  DirectInternetAccess: "Disabled",
  SubnetId: PRIVATE,
  SecurityGroupIds: ["sg-0a1b2c3d4e5f60001"],
  RootAccess: "Disabled",
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
} satisfies Partial<CreateNotebookInstanceCommandInput>;

let account: LocalAccount;
let ledger: Ledger;

beforeAll(async () => {
  ({ account, ledger } = await startPackaged({
    speeds: { sageMaker: { notebookPending: 100, notebookStopping: 100 }, lambda: { waits: 0.02, retries: 0.001 } },
  }));
  const [sweep] = account.stack.functions.filter(({ name }) => name === "sagefence-sweep-account");
  // A sweep leaves what is new to the events about it; here none will come.
  Object.assign(sweep?.environment ?? {}, { STATE_CHANGE_GRACE_SECONDS: "0" });
}, MAY_TAKE);
afterAll(() => account?.close());

async function createNotebook(name: string, more: Partial<CreateNotebookInstanceCommandInput> = {}): Promise<void> {
  const input = { NotebookInstanceName: name, InstanceType: "ml.t3.medium" as const, RoleArn: ROLE, ...GOOD, ...more };
  await sageMakerAs(account, "jane").send(new CreateNotebookInstanceCommand(input));
}

function clientOptions() {
  return {
    endpoint: account.url,
    region: REGION,
    credentials: { accessKeyId: "netadmin", secretAccessKey: "secret" },
  };
}

async function sweepNow(): Promise<void> {
  const Payload = new TextEncoder().encode(JSON.stringify({ sweep: "now" }));
  const command = new InvokeCommand({ FunctionName: "sagefence-sweep-account", Payload });
  const answer = await new LambdaClient(clientOptions()).send(command);
  expect(JSON.parse(answer.Payload?.transformToString() ?? "")).toEqual({ result: "finished" });
}

function told(): string[] {
  return account
    .messages()
    .topics.filter(({ topicArn }) => topicArn.endsWith("-text"))
    .map(({ message }) => message);
}

describe("a route to an internet gateway in the table of a private subnet", () => {
  it("opens one finding for all that stand on it, and taking it out closes the finding", {
    timeout: MAY_TAKE,
  }, async () => {
    for (const name of ["one", "two", "three"]) await createNotebook(name);
    await sweepNow();
    expect(await findingAbout(ledger, TABLE)).toBeUndefined();
    const ec2 = new EC2Client(clientOptions());
    const route = { RouteTableId: TABLE, DestinationCidrBlock: "0.0.0.0/0" };

    await ec2.send(new CreateRouteCommand({ ...route, GatewayId: GATEWAY }));

    const finding = await vi.waitFor(async () => {
      const found = await findingAbout(ledger, TABLE);
      if (found?.roundStatus !== "ended") throw new Error("not told yet");
      return found;
    }, PATIENT);
    expect(finding.affected).toMatchObject({ count: 3 });
    expect(finding.affected?.resources.map(({ name }) => name)).toEqual(["one", "three", "two"]);
    expect(finding.violations.map(({ rule }) => rule)).toContain("subnets-private");
    const messages = told().filter((message) => message.includes(TABLE));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(`${PRIVATE} → ${TABLE} → ${GATEWAY}, 0.0.0.0/0 active`);
    for (const name of ["one", "two", "three"]) expect(messages[0]).toContain(`notebook instance ${name}`);
    expect(account.executions().filter(({ name }) => name.startsWith(finding.id))).toEqual([]);

    await ec2.send(new DeleteRouteCommand(route));

    await vi.waitFor(async () => expect((await ledger.getFinding(finding.id))?.status).toBe("closed"), PATIENT);
    await vi.waitFor(() => expect(told().join("\n")).toContain(`Right again: route table ${TABLE}`), PATIENT);
  });
});

describe("the sweep", () => {
  it("finds a notebook of which no event told", { timeout: MAY_TAKE }, async () => {
    const rules = account.buses.rules("default").filter(({ name }) => /creations|statechanges/.test(name));
    for (const rule of rules) rule.enabled = false;
    await createNotebook("unheard-of", { DirectInternetAccess: "Enabled" });
    await new Promise((done) => setTimeout(done, 300));
    for (const rule of rules) rule.enabled = true;
    expect(await findingAbout(ledger, "unheard-of")).toBeUndefined();

    await sweepNow();

    const finding = await vi.waitFor(async () => {
      const found = await findingAbout(ledger, "unheard-of");
      if (found === undefined) throw new Error("no finding yet");
      return found;
    }, PATIENT);
    expect(finding.violations.map(({ rule }) => rule)).toContain("notebook-no-direct-internet");
    const sweeps = account.happenings().filter(({ title }) => title.startsWith("Sweep Finished"));
    expect(sweeps.length).toBeGreaterThan(0);
  });
});
