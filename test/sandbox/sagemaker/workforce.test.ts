import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";

/**
 * "Cannot create more than one workforce …", "No workforce …" and "Invalid resource type: workforce" are the service's;
 * the other refusals are in our words, with the codes of the documentation.
 */
type Answer = Record<string, unknown>;

const NAME = { WorkforceName: "crowd" };
const ARN = arn("workforce/crowd");
const COGNITO = { CognitoConfig: { UserPool: "eu-west-1_abc", ClientId: "client" } };
const OIDC = {
  ClientId: "client",
  Issuer: "https://i",
  AuthorizationEndpoint: "https://a",
  TokenEndpoint: "https://t",
  UserInfoEndpoint: "https://u",
  LogoutEndpoint: "https://l",
  JwksUri: "https://j",
};
const VPC = { VpcId: "vpc-1", Subnets: ["subnet-1a"], SecurityGroupIds: ["sg-1a"] };

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

async function create(more: Answer = COGNITO): Promise<void> {
  await account.call("CreateWorkforce", { ...NAME, ...more });
  account.time.advance(2_000);
}

async function workforce(): Promise<Answer> {
  return (await fitting(account, "DescribeWorkforce", NAME)).Workforce as Answer;
}

it("goes from Initializing to Active, and through Updating and Deleting", async () => {
  expect(await account.call("CreateWorkforce", { ...NAME, ...COGNITO })).toEqual({ WorkforceArn: ARN });
  expect(await fitting(account, "DescribeWorkforce", NAME)).toEqual({
    Workforce: {
      ...NAME,
      ...COGNITO,
      WorkforceArn: ARN,
      SubDomain: expect.stringMatching(/^[0-9a-z]{10}\.labeling\.eu-west-1\.sagemaker\.aws$/),
      SourceIpConfig: { Cidrs: [] },
      IpAddressType: "ipv4",
      Status: "Initializing",
      CreateDate: account.time.now(),
      LastUpdatedDate: account.time.now(),
    },
  });
  account.time.advance(2_000);
  const update = { ...NAME, SourceIpConfig: { Cidrs: ["10.0.0.0/16"] }, IpAddressType: "dualstack" };
  expect(await fitting(account, "UpdateWorkforce", update)).toMatchObject({
    Workforce: { ...update, Status: "Updating" },
  });
  account.time.advance(2_000);
  expect(await workforce()).toMatchObject({ ...update, Status: "Active", LastUpdatedDate: account.time.now() });
  expect(await account.call("DeleteWorkforce", NAME)).toEqual({});
  expect(await workforce()).toMatchObject({ Status: "Deleting" });
  account.time.advance(1_000);
  expect(await account.refusal("DescribeWorkforce", NAME)).toBe(
    "ValidationException: No workforce found with name crowd",
  );
  expect(account.events).toEqual([]);
});

it("gets an endpoint in its VPC, and leaves the VPC", async () => {
  await account.call("CreateWorkforce", { ...NAME, ...COGNITO, WorkforceVpcConfig: VPC });
  expect((await workforce()).WorkforceVpcConfig).toEqual(VPC);
  account.time.advance(2_000);
  const VpcEndpointId = expect.stringMatching(/^vpce-[0-9a-f]{17}$/);
  expect((await workforce()).WorkforceVpcConfig).toEqual({ ...VPC, VpcEndpointId });
  await account.call("UpdateWorkforce", { ...NAME, WorkforceVpcConfig: {} });
  account.time.advance(2_000);
  expect(await workforce()).not.toHaveProperty("WorkforceVpcConfig");
});

it("keeps the secret of its identity provider to itself", async () => {
  await create({ OidcConfig: { ...OIDC, ClientSecret: "secret" } });
  expect((await workforce()).OidcConfig).toEqual(OIDC);
  const changed = { ...OIDC, Issuer: "https://other", ClientSecret: "secret" };
  await account.call("UpdateWorkforce", { ...NAME, OidcConfig: changed });
  expect((await workforce()).OidcConfig).toEqual({ ...OIDC, Issuer: "https://other" });
});

it("is the only one of its account", async () => {
  await create();
  expect(await account.refusal("CreateWorkforce", { WorkforceName: "other", ...COGNITO })).toBe(
    "ValidationException: Cannot create more than one workforce for account 111122223333. If you are trying to update existing workforce, please use UpdateWorkforce API",
  );
  const { Workforces } = await fitting(account, "ListWorkforces");
  expect(Workforces).toMatchObject([{ ...NAME, Status: "Active" }]);
  expect(await account.call("ListWorkforces", { NameContains: "other" })).toEqual({ Workforces: [] });
});

it("takes tags when it is made, and never again", async () => {
  await create({ ...COGNITO, Tags: [{ Key: "a", Value: "1" }] });
  const refused = "ValidationException: Invalid resource type: workforce";
  expect(await account.refusal("ListTags", { ResourceArn: ARN })).toBe(refused);
  expect(await account.refusal("AddTags", { ResourceArn: ARN, Tags: [] })).toBe(refused);
  expect(account.sagemaker.inspect.tagsOf(ARN)).toEqual({ a: "1" });
});

it.each([
  [{}, "Exactly one of CognitoConfig and OidcConfig must be given."],
  [
    { ...COGNITO, OidcConfig: { ...OIDC, ClientSecret: "s" } },
    "Exactly one of CognitoConfig and OidcConfig must be given.",
  ],
  [
    { ...COGNITO, WorkforceVpcConfig: { VpcId: "vpc-1" } },
    "VpcId, SecurityGroupIds and Subnets of WorkforceVpcConfig must be given together.",
  ],
])("refuses %j", async (input, message) => {
  expect(await account.refusal("CreateWorkforce", { ...NAME, ...input })).toBe(`ValidationException: ${message}`);
});

it("is neither updated nor deleted while it changes", async () => {
  await account.call("CreateWorkforce", { ...NAME, ...COGNITO });
  for (const verb of ["Update", "Delete"]) {
    expect(await account.refusal(`${verb}Workforce`, NAME)).toBe(
      `ConflictException: Unable to ${verb.toLowerCase()} workforce [${ARN}] in Initializing status.`,
    );
  }
});

it("fails with a reason", async () => {
  await create();
  account.sagemaker.inspect.fail(ARN, "no endpoint");
  expect(await workforce()).toMatchObject({ Status: "Failed", FailureReason: "no endpoint" });
});

describe("with a work team", () => {
  beforeEach(async () => {
    await create({ OidcConfig: { ...OIDC, ClientSecret: "secret" } });
    const MemberDefinitions = [{ OidcMemberDefinition: { Groups: ["g"] } }];
    await account.call("CreateWorkteam", { WorkteamName: "team", MemberDefinitions, Description: "d" });
  });

  it("stays", async () => {
    expect(await account.refusal("DeleteWorkforce", NAME)).toBe(
      `ResourceInUse: Unable to delete workforce [${ARN}] because it contains work teams.`,
    );
    await account.call("DeleteWorkteam", { WorkteamName: "team" });
    await account.call("DeleteWorkforce", NAME);
  });

  it("keeps its identity provider", async () => {
    const OidcConfig = { ...OIDC, ClientSecret: "other" };
    expect(await account.refusal("UpdateWorkforce", { ...NAME, OidcConfig })).toBe(
      `ConflictException: OidcConfig of workforce [${ARN}] can only be updated if it contains no work teams.`,
    );
  });
});
