import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeNetworkInterfacesCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { afterAll, afterEach, expect, test } from "vitest";
import { type AccountOptions, type LocalAccount, startAccount } from "../../sandbox/account.ts";
import { makeFolder, removePackages } from "./lambda/fixture.ts";

const SubnetId = "subnet-0a1b2c3d4e5f60001";

let account: LocalAccount | undefined;
afterEach(async () => {
  await account?.close();
  account = undefined;
});
afterAll(removePackages);

async function start(options: Partial<AccountOptions> = {}) {
  const templatePath = join(makeFolder(), "template.json");
  writeFileSync(templatePath, JSON.stringify({ Resources: {} }));
  account = await startAccount({ port: 0, packaged: { templatePath }, ...options });
  const credentials = { accessKeyId: "jane", secretAccessKey: "s" };
  const settings = { endpoint: account.url, region: "eu-west-1", credentials, maxAttempts: 1 };
  return { account, ec2: new EC2Client(settings), sageMaker: new SageMakerClient(settings) };
}

function notebook(NotebookInstanceName: string, subnetId?: string): CreateNotebookInstanceCommand {
  return new CreateNotebookInstanceCommand({
    NotebookInstanceName,
    InstanceType: "ml.t3.medium",
    RoleArn: "arn:aws:iam::111122223333:role/notebooks",
    ...(subnetId !== undefined && { SubnetId: subnetId, SecurityGroupIds: ["sg-0a1b2c3d4e5f60001"] }),
  });
}

test("a notebook has an interface in its subnet until it is gone", async () => {
  const { account, ec2, sageMaker } = await start();
  const { NotebookInstanceArn = "" } = await sageMaker.send(notebook("research", SubnetId));
  await sageMaker.send(notebook("outside"));
  await sageMaker.send(notebook("elsewhere", "subnet-0a1b2c3d4e5f6ffff"));
  const told = await sageMaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: "research" }));
  const interfaces = () => ec2.send(new DescribeNetworkInterfacesCommand({}));
  expect((await interfaces()).NetworkInterfaces).toMatchObject([
    {
      NetworkInterfaceId: told.NetworkInterfaceId,
      SubnetId,
      VpcId: "vpc-0a1b2c3d4e5f60000",
      InterfaceType: "interface",
      RequesterManaged: true,
      Status: "in-use",
      PrivateIpAddress: "10.20.0.4",
      Groups: [{ GroupId: "sg-0a1b2c3d4e5f60001", GroupName: "research" }],
    },
  ]);
  expect((await interfaces()).NetworkInterfaces?.[0]).not.toHaveProperty("Association");
  expect(account.ec2.network.find("Subnets", SubnetId)?.AvailableIpAddressCount).toBe(4090);
  account.sagemaker.inspect.remove(NotebookInstanceArn);
  expect((await interfaces()).NetworkInterfaces).toEqual([]);
  expect(account.ec2.network.find("Subnets", SubnetId)?.AvailableIpAddressCount).toBe(4091);
});

test("a scenario takes the place of the default network", async () => {
  const { ec2 } = await start({ network: { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }] } });
  expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toEqual([{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }]);
});

test("times of a scenario may be text, as the AWS CLI prints them", async () => {
  const printed = JSON.parse('{"NatGateways":[{"NatGatewayId":"nat-1","CreateTime":"2026-01-05T09:00:00+00:00"}]}');
  const { account } = await start({ network: printed });
  expect(account.ec2.network.lists.NatGateways).toEqual([
    { NatGatewayId: "nat-1", CreateTime: new Date("2026-01-05T09:00:00Z") },
  ]);
});
