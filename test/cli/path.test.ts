import { stripVTControlCharacters } from "node:util";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { AwsError } from "../../sandbox/contract.ts";
import { type ReadingAccount, ROLE, startReadingAccount } from "../support/reading-account.ts";
import { answerPath, eventPath, temporaryFiles } from "./files.ts";
import { type Around, sagefence } from "./terminal.ts";

const write = temporaryFiles();
const ARN = "arn:aws:sagemaker:eu-west-1:111122223333";
const SUBNET = "subnet-0a1b2c3d4e5f60001";

describe("of a resource in a file", () => {
  const notebook = answerPath("notebook-instance");
  const subnet = (SubnetId: string, blocks: readonly string[]) => ({
    ...{ SubnetId, VpcId: "vpc-1", OwnerId: "111122223333", CidrBlock: "10.0.1.0/24", AvailabilityZone: "eu-west-1a" },
    Ipv6CidrBlockAssociationSet: blocks.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })),
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
  });
  const network = {
    Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", InstanceTenancy: "default" }],
    Subnets: [subnet(SUBNET, ["2001:db8::/64"]), subnet("subnet-nat", [])],
    RouteTables: [
      {
        ...{ RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{ Main: true }] },
        Routes: [
          { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" },
          { DestinationCidrBlock: "10.9.0.0/16", TransitGatewayId: "tgw-1", State: "blackhole" },
          { DestinationIpv6CidrBlock: "::/0", GatewayId: "igw-1", State: "active" },
        ],
      },
      {
        ...{ RouteTableId: "rtb-2", VpcId: "vpc-1", Associations: [{ SubnetId: "subnet-nat" }] },
        Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }],
      },
    ],
    NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public", SubnetId: "subnet-nat", State: "available" }],
    SecurityGroups: [
      {
        ...{ GroupId: "sg-0a1b2c3d4e5f60001", VpcId: "vpc-1", IpPermissions: [] },
        IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      },
    ],
    ...{ VpcEndpoints: [], NetworkAcls: [], NetworkInterfaces: [], PrefixLists: [], InternetGateways: [] },
    VpcBlockPublicAccessOptions: { AwsAccountId: "111122223333", InternetGatewayBlockMode: "off" },
    VpcBlockPublicAccessExclusions: [],
  };
  const facts = () => ["--facts", write("network.json", JSON.stringify(network))];

  test("is a tree for each subnet and family, hop by hop to where it leads", async () => {
    const { out } = await sagefence(["path", notebook, ...facts()]);

    expect(out).toContain(`notebook-instance churn-safe  111122223333 eu-west-1

${SUBNET}  public  vpc-1, eu-west-1a
├─ IPv4: private, lets out: to the internet
│  └─ rtb-1  route table  the VPC's main one, as the subnet names none
│     ├─ nat-1  public NAT gateway  0.0.0.0/0 active
│     │  └─ subnet-nat  subnet
│     │     └─ rtb-2  route table  associated with the subnet
│     │        └─ igw-1  internet gateway  0.0.0.0/0 active
│     │           └─ The internet, over IPv4
│     └─ tgw-1  transit gateway  10.9.0.0/16 blackhole
│        └─ Not the internet, over IPv4
└─ IPv6: public, lets out: to the internet
   └─ rtb-1  route table  the VPC's main one, as the subnet names none
      └─ igw-1  internet gateway  ::/0 active
         └─ The internet, over IPv6
security groups: sg-0a1b2c3d4e5f60001

Reaches
  - It reaches the internet: `);
  });

  test("has colours on a terminal only, and boxes only where the locale has them", async () => {
    const terminal: Around = { outIsTerminal: true };
    const piped = await sagefence(["path", notebook, ...facts()]);
    const coloured = await sagefence(["path", notebook, ...facts()], terminal);
    const plain = await sagefence(["path", notebook, ...facts()], { ...terminal, env: { NO_COLOR: "1" } });
    const ascii = await sagefence(["path", notebook, ...facts()], { env: { LC_ALL: "C", LANG: "en_GB.UTF-8" } });

    expect(coloured.out).toContain("\u001b[31mpublic\u001b[0m");
    expect([stripVTControlCharacters(coloured.out), plain.out]).toEqual([piped.out, piped.out]);
    expect(ascii.out).toContain("`- IPv6: public");
    expect(ascii.out).not.toMatch(/[─│├└]/);
  });

  test("is data, too", async () => {
    const { out } = await sagefence(["path", notebook, ...facts(), "--format", "json"]);

    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      resource: { kind: "notebook-instance", name: "churn-safe" },
      units: [
        {
          unit: "",
          subnets: [
            {
              subnetId: SUBNET,
              class: "public",
              families: { ipv6: { class: "public", paths: [{ egress: "internet", hops: expect.any(Array) }] } },
            },
          ],
          reach: { internet: { reached: expect.any(String) } },
        },
      ],
    });
  });

  test("without a subnet is in the service's own network", async () => {
    const { out, err, code } = await sagefence(["path", answerPath("model"), ...facts()]);

    expect(out).toContain("It names no subnet, so it runs in the network of SageMaker itself.");
    expect({ err, code }).toEqual({ err: "", code: 0 });
  });

  test("is not known without EC2's answers, which is no success", async () => {
    const { out, err, code } = await sagefence(["path", notebook]);

    expect(out).toContain(`${SUBNET}  unknown`);
    expect(out).toContain("no answer of DescribeRouteTables was given");
    expect(err).toContain("nothing of EC2 was given");
    expect(code).toBe(2);
  });

  test("has a part for each unit, with the resource whose settings these are", async () => {
    const models = ["--facts", answerPath("model"), answerPath("model-in-the-vpc")];

    const { out } = await sagefence(["path", answerPath("endpoint-config"), ...models]);

    expect(out).toContain("ProductionVariants[0] (by the model churn-v8)");
    expect(out).toContain("ProductionVariants[1] (by the model churn-v7)");
  });

  test("may be a create call", async () => {
    const { out } = await sagefence([
      "path",
      eventPath("create-notebook-instance/in-the-approved-network"),
      ...facts(),
    ]);

    expect(out).toContain("notebook-instance churn-safe");
  });

  test.each([
    [["/nowhere.json"], "/nowhere.json: there is no such file"],
    [["-"], "neither an event"],
    [["-", "--facts", "-"], "standard input (-) can be read once only"],
    [[eventPath("create-notebook-instance/denied")], "the call failed"],
    [[eventPath("create-notebook-instance/parameters-dropped")], "without the parameters"],
    [[`${ARN}:notebook-instance/nb`, "--facts", "a.json"], "--facts goes with a file"],
  ])("%j is none: %s", async (args, message) => {
    const { out, err, code } = await sagefence(["path", ...args], { stdin: "{}" });

    expect({ out, code }).toEqual({ out: "", code: 2 });
    expect(err).toContain(message);
    expect(err).not.toContain("internal error");
  });
});

describe("of a resource in an account", () => {
  let account: ReadingAccount;
  beforeEach(async () => {
    account = await startReadingAccount();
    vi.stubEnv("AWS_ENDPOINT_URL", account.url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "jane");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
    await account.call("CreateNotebookInstance", {
      ...{ NotebookInstanceName: "Churn", InstanceType: "ml.t3.medium", RoleArn: ROLE },
      ...{ SubnetId: "subnet-0a1b2c3d4e5f60008", SecurityGroupIds: ["sg-0a1b2c3d4e5f60001"] },
    });
    return account.close;
  });

  test("is read with what is around it, by an ARN of any letter case", async () => {
    const { out, err, code } = await sagefence(["path", `${ARN}:notebook-instance/churn`]);

    expect(out).toContain("notebook-instance Churn  111122223333 eu-west-1");
    expect(out).toContain("IPv6: public, lets out: to the internet");
    expect(out).toContain("igw-0a1b2c3d4e5f60000  internet gateway  ::/0 active");
    expect({ err, code }).toEqual({ err: "", code: 0 });
  });

  test.each([
    ["notebook-instance/none", /^sagefence: there is no such notebook instance: arn:.*\n$/],
    [
      "notebok-instance/none",
      /^sagefence: no resource kind covers notebok-instance; did you mean notebook-instance\?\n$/,
    ],
    ["model", /^sagefence: ".*:model" is not the ARN of a SageMaker resource; they are written arn:aws:sagemaker.*\n$/],
  ])("%s is none", async (resource, message) => {
    const { out, err, code } = await sagefence(["path", `${ARN}:${resource}`]);

    expect({ out, code }).toEqual({ out: "", code: 2 });
    expect(err).toMatch(message);
  });

  test("of the same name in the account of the credentials is not the one of another account", async () => {
    const { out, err, code } = await sagefence([
      "path",
      "arn:aws:sagemaker:eu-west-1:999999999999:notebook-instance/Churn",
    ]);

    expect({ out, code }).toEqual({ out: "", code: 2 });
    expect(err).toBe(
      "sagefence: your credentials are for account 111122223333, and the ARN is of 999999999999: use credentials of that account\n",
    );
  });

  test("that may not be read is said so, and what of the network may not is unknown", async () => {
    account.refuse(({ operation }) => (operation === "DescribeRouteTables" ? denied() : null));
    const network = await sagefence(["path", `${ARN}:notebook-instance/Churn`]);
    account.refuse(({ operation }) => (operation === "DescribeNotebookInstance" ? denied() : null));
    const resource = await sagefence(["path", `${ARN}:notebook-instance/Churn`]);

    expect(network.out).toContain("DescribeRouteTables was denied");
    expect(resource.err).toMatch(/^sagefence: the notebook instance could not be read: .* was denied \(\w+\)\n$/);
    expect([network.code, resource.code]).toEqual([2, 2]);
  });
});

function denied(): AwsError {
  return new AwsError("AccessDeniedException", "not authorized", 403);
}
