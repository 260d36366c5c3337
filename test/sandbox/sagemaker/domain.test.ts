import { beforeEach, describe, expect, it } from "vitest";
import { arn, domainInput, openAccount, ROLE, type TestAccount } from "./account.ts";

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

async function create(input: Record<string, unknown> = {}): Promise<{ DomainId: string }> {
  const { DomainId } = await account.call("CreateDomain", domainInput("studio", input));
  return { DomainId: String(DomainId) };
}

async function createInService(input: Record<string, unknown> = {}): Promise<{ DomainId: string }> {
  const id = await create(input);
  account.time.advance(3_000);
  return id;
}

it("goes from Pending to InService, and through Updating and Deleting", async () => {
  const created = await account.call("CreateDomain", domainInput("studio"));
  const id = { DomainId: created.DomainId };
  expect(created).toEqual({
    DomainId: expect.stringMatching(/^d-[0-9a-z]{12}$/),
    DomainArn: arn(`domain/${created.DomainId}`),
    Url: `https://${created.DomainId}.studio.eu-west-1.sagemaker.aws`,
  });
  const status = async () => (await account.call("DescribeDomain", id)).Status;
  expect(await status()).toBe("Pending");
  account.time.advance(3_000);
  expect(await status()).toBe("InService");
  await account.call("UpdateDomain", { ...id, DefaultUserSettings: { SecurityGroups: ["sg-1"] } });
  expect(await status()).toBe("Updating");
  account.time.advance(2_000);
  expect(await status()).toBe("InService");
  await account.call("DeleteDomain", id);
  expect(await status()).toBe("Deleting");
  account.time.advance(3_000);
  expect(await account.refusal("DescribeDomain", id)).toBe(
    `ResourceNotFound: Domain [${arn(`domain/${created.DomainId}`)}] does not exist.`,
  );
});

it("fills in what the service fills in", async () => {
  const id = await create();
  expect(await account.call("DescribeDomain", id)).toMatchObject({
    ...domainInput("studio"),
    AppNetworkAccessType: "PublicInternetOnly",
    TagPropagation: "DISABLED",
    HomeEfsFileSystemCreation: "Enabled",
    HomeEfsFileSystemId: expect.stringMatching(/^fs-[0-9a-f]{17}$/),
    CreationTime: account.time.now(),
    LastModifiedTime: account.time.now(),
  });
});

it.each(["UpdateDomain", "DeleteDomain"])("refuses %s while it is busy, and when there is none", async (operation) => {
  const id = await create();
  expect(await account.refusal(operation, id)).toMatch(
    /^ResourceInUse: Unable to \w+ Domain \[.*\] in Pending status\.$/,
  );
  expect(await account.refusal(operation, { DomainId: "d-none" })).toBe(
    `ResourceNotFound: Domain [${arn("domain/d-none")}] does not exist.`,
  );
});

it("refuses a second domain of a name, one more than the quota, and VpcOnly without a VPC", async () => {
  account = openAccount({ quotas: { domain: 1 } });
  const { DomainId } = await create();
  expect(await account.refusal("CreateDomain", domainInput("studio"))).toBe(
    `ResourceInUse: Domain [${arn(`domain/${DomainId}`)}] with the name studio already exists.`,
  );
  expect(await account.refusal("CreateDomain", domainInput("other"))).toContain(
    "ResourceLimitExceeded: The account-level service limit 'Total domains' is 1 Domains",
  );
  const bare = { VpcId: undefined, SubnetIds: undefined, AppNetworkAccessType: "VpcOnly" };
  expect(await account.refusal("CreateDomain", domainInput("third", bare))).toContain("VpcId and Subnet IDs");
});

it("is listed oldest first, found by its id and not by its name", async () => {
  await create();
  account.time.advance(1_000);
  await account.call("CreateDomain", domainInput("another"));
  const { Domains } = await account.call("ListDomains");
  expect(Domains).toMatchObject([{ DomainName: "studio" }, { DomainName: "another" }]);
  expect(await account.refusal("DescribeDomain", { DomainId: "studio" })).toContain("ResourceNotFound");
});

describe("UpdateDomain", () => {
  const rStudio = { RStudioServerProDomainSettings: { DomainStatus: "ENABLED", DomainExecutionRoleArn: ROLE } };
  const vpcOnly = { AppNetworkAccessType: "VpcOnly", VpcId: "vpc-1", SubnetIds: ["subnet-1a"] };

  it("changes what it names and keeps the rest", async () => {
    const settings = { DomainSettings: { SecurityGroupIds: ["sg-1"], IpAddressType: "dualstack" } };
    const id = await createInService({
      ...settings,
      DefaultUserSettings: { ExecutionRole: ROLE, SecurityGroups: ["sg-1"] },
    });
    await account.call("UpdateDomain", {
      ...id,
      ...vpcOnly,
      DefaultUserSettings: { SecurityGroups: ["sg-2"] },
      DomainSettingsForUpdate: { IpAddressType: "ipv4" },
    });
    const description = await account.call("DescribeDomain", id);
    expect(description).toMatchObject({
      AppNetworkAccessType: "VpcOnly",
      SubnetIds: ["subnet-1a"],
      DefaultUserSettings: { ExecutionRole: ROLE, SecurityGroups: ["sg-2"] },
      DomainSettings: { SecurityGroupIds: ["sg-1"], IpAddressType: "ipv4" },
    });
    expect(description).not.toHaveProperty("DomainSettingsForUpdate");
  });

  it.each([
    [
      {},
      { AppNetworkAccessType: "VpcOnly" },
      "VpcId and Subnet IDs are required for updating domains to VpcOnly mode.",
    ],
    [
      { DomainSettings: rStudio },
      vpcOnly,
      "AppNetworkAccessType cannot be updated if RStudioServerProDomainSettings.DomainExecutionRoleArn is set or provided in the same request.",
    ],
    [
      {},
      {
        ...vpcOnly,
        DomainSettingsForUpdate: { RStudioServerProDomainSettingsForUpdate: { DomainExecutionRoleArn: ROLE } },
      },
      "AppNetworkAccessType cannot be updated if RStudioServerProDomainSettings.DomainExecutionRoleArn is set or provided in the same request.",
    ],
    [
      {},
      { AppSecurityGroupManagement: "Service" },
      "AppSecurityGroupManagement can only be set for Rstudio enabled domains.",
    ],
    [{}, { VpcId: "vpc-2" }, "VpcId cannot be changed: the domain is in vpc-1."],
    [
      {},
      { HomeEfsFileSystemCreation: "Disabled" },
      "HomeEfsFileSystemCreation cannot be changed from Enabled to Disabled.",
    ],
  ])("of %j refuses %j", async (before, update, message) => {
    const id = await createInService(before);
    expect(await account.refusal("UpdateDomain", { ...id, ...update })).toBe(`ValidationException: ${message}`);
    expect(await account.call("DescribeDomain", id)).toMatchObject({ AppNetworkAccessType: "PublicInternetOnly" });
  });

  it("merges the settings of RStudio", async () => {
    const id = await createInService({ DomainSettings: rStudio });
    await account.call("UpdateDomain", {
      ...id,
      AppSecurityGroupManagement: "Service",
      DomainSettingsForUpdate: {
        RStudioServerProDomainSettingsForUpdate: { DomainExecutionRoleArn: ROLE, RStudioConnectUrl: "https://c" },
      },
    });
    expect(await account.call("DescribeDomain", id)).toMatchObject({
      AppSecurityGroupManagement: "Service",
      DomainSettings: { RStudioServerProDomainSettings: { DomainStatus: "ENABLED", RStudioConnectUrl: "https://c" } },
    });
  });
});
