/** How deep the service looks into the network, in the local account with the packaged functions. */
import {
  CreateDomainCommand,
  CreateNotebookInstanceCommand,
  type CreateNotebookInstanceCommandInput,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ACCOUNT_ID, type LocalAccount, REGION } from "../../sandbox/account.ts";
import { defaultNetwork } from "../../sandbox/ec2/default-network.ts";
import type { NetworkScenario } from "../../sandbox/ec2/network.ts";
import type { Ledger, Question } from "../../shared/record/ledger.ts";
import { findingAbout, sageMakerAs, startPackaged } from "./tools.ts";

const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/data-science`;
const PATIENT = { timeout: 60_000, interval: 100 };
const MAY_TAKE = 120_000;
const MAIN = "rtb-0a1b2c3d4e5f60000";
const OVER_IPV6 = "subnet-0a1b2c3d4e5f60008";
const GATEWAY = "igw-0a1b2c3d4e5f60000";

let account: LocalAccount;
let ledger: Ledger;

/** The subnet with IPv6 addresses has no table of its own, and the main one leads to the internet over IPv6 alone. */
function overIpv6ByMainTable(): NetworkScenario {
  const network = defaultNetwork(ACCOUNT_ID, REGION);
  const tables = (network.RouteTables ?? []).filter(({ RouteTableId }) => RouteTableId !== "rtb-0a1b2c3d4e5f60008");
  return {
    ...network,
    RouteTables: tables.map((table) =>
      table.RouteTableId === MAIN ? { ...table, Routes: (table.Routes ?? []).map(overIpv6) } : table,
    ),
  };
}

function overIpv6(route: NonNullable<NonNullable<NetworkScenario["RouteTables"]>[number]["Routes"]>[number]) {
  if (route.DestinationCidrBlock !== "0.0.0.0/0") return route;
  const { DestinationCidrBlock: _, ...rest } = route;
  return { ...rest, DestinationIpv6CidrBlock: "::/0" };
}

beforeAll(async () => {
  ({ account, ledger } = await startPackaged({
    network: overIpv6ByMainTable(),
    speeds: {
      sageMaker: { notebookPending: 100, notebookStopping: 100, domainPending: 100 },
      lambda: { waits: 0.02, retries: 0.001 },
    },
  }));
}, MAY_TAKE);
afterAll(() => account?.close());

function questionAbout(name: string): Promise<Question> {
  return vi.waitFor(async () => {
    const question = await ledger.getQuestion((await findingAbout(ledger, name))?.questionId ?? "");
    if (question?.callbackId === null || question === null) throw new Error("no question yet");
    return question;
  }, PATIENT);
}

function textsAbout(name: string): string[] {
  const texts = account.messages().topics.filter(({ topicArn }) => topicArn.endsWith("-text"));
  return texts.map(({ message }) => message).filter((message) => message.split("\n", 1)[0]?.includes(name));
}

describe("a notebook in a subnet that is public over IPv6 alone, by the main route table", () => {
  it("is a violation whose message shows the hops", { timeout: MAY_TAKE }, async () => {
    const input: CreateNotebookInstanceCommandInput = {
      ...{ NotebookInstanceName: "six", InstanceType: "ml.t3.medium", RoleArn: ROLE, DirectInternetAccess: "Disabled" },
      ...{ SubnetId: OVER_IPV6, SecurityGroupIds: ["sg-0a1b2c3d4e5f60001"], IpAddressType: "dualstack" },
    };
    await sageMakerAs(account, "jane").send(new CreateNotebookInstanceCommand(input));

    const question = await questionAbout("six");

    const wrong = question.violations.find(({ rule }) => rule === "subnets-private");
    const hops = `${OVER_IPV6} → ${MAIN} (main) → ${GATEWAY}, ::/0 active`;
    expect(wrong?.message).toBe(`${OVER_IPV6} is public over IPv6: ${hops}.`);
    expect(textsAbout("six")[0]).toContain(hops);
    const replacement = question.options.find(({ id }) => id === "recreate-beside");
    expect(replacement?.calls.at(-1)?.input).toMatchObject({ SubnetId: "subnet-0a1b2c3d4e5f60001" });
    expect(replacement?.reaches.join(" ")).toContain("It does not reach the internet");
  });
});

describe("a domain in a VPC without endpoints", () => {
  it("is not offered to be made VpcOnly, and the question names every endpoint that is missing", {
    timeout: MAY_TAKE,
  }, async () => {
    await sageMakerAs(account, "priya").send(
      new CreateDomainCommand({
        ...{ DomainName: "bare", AuthMode: "IAM", VpcId: "vpc-0a1b2c3d4e5f6000b" },
        SubnetIds: ["subnet-0a1b2c3d4e5f6000b", "subnet-0a1b2c3d4e5f6000c"],
        DefaultUserSettings: { ExecutionRole: ROLE, SecurityGroups: ["sg-0a1b2c3d4e5f6000b"] },
      }),
    );

    const question = await questionAbout("bare");

    expect(question.options.map(({ id }) => id)).toEqual(["exempt"]);
    const why = question.notOffered.join(" ");
    for (const service of ["sagemaker.api", "sagemaker.runtime", "s3", "studio"]) {
      expect(why).toContain(service);
      await vi.waitFor(() => expect(textsAbout("bare").at(-1)).toContain(service), PATIENT);
    }
  });

  it("is offered it in a VPC that has them, with what was checked", { timeout: MAY_TAKE }, async () => {
    await sageMakerAs(account, "priya").send(
      new CreateDomainCommand({
        ...{ DomainName: "served", AuthMode: "IAM", VpcId: "vpc-0a1b2c3d4e5f60000" },
        SubnetIds: ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"],
        DefaultUserSettings: { ExecutionRole: ROLE, SecurityGroups: ["sg-0a1b2c3d4e5f60001"] },
      }),
    );

    const question = await questionAbout("served");

    const option = question.options.find(({ id }) => id === "make-vpc-only");
    expect(option?.calls[0]).toMatchObject({ operation: "UpdateDomain" });
    expect(option?.checks.length).toBeGreaterThan(0);
    expect(question.notOffered).toEqual([]);
  });
});
