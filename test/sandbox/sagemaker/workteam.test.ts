import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";

/** "The work team …" is how the service begins when there is none; the rest of the words is ours. */
const NAME = { WorkteamName: "team" };
const ARN = arn("workteam/private-crowd/team");
const INPUT = {
  ...NAME,
  Description: "labels",
  MemberDefinitions: [{ CognitoMemberDefinition: { UserPool: "p", UserGroup: "g", ClientId: "c" } }],
};
const access = (SourceIp: string, VpcSourceIp: string) => ({
  WorkerAccessConfiguration: { S3Presign: { IamPolicyConstraints: { SourceIp, VpcSourceIp } } },
});

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await account.call("CreateWorkforce", {
    WorkforceName: "crowd",
    CognitoConfig: { UserPool: "eu-west-1_abc", ClientId: "client" },
  });
});

it("is kept as it was made, updated and deleted", async () => {
  const Tags = [{ Key: "a", Value: "1" }];
  const input = { ...INPUT, ...access("Enabled", "Disabled") };
  expect(await account.call("CreateWorkteam", { ...input, WorkforceName: "crowd", Tags })).toEqual({
    WorkteamArn: ARN,
  });
  expect(await fitting(account, "DescribeWorkteam", NAME)).toEqual({
    Workteam: {
      ...input,
      WorkteamArn: ARN,
      WorkforceArn: arn("workforce/crowd"),
      SubDomain: expect.stringContaining(".labeling.eu-west-1.sagemaker.aws"),
      CreateDate: account.time.now(),
      LastUpdatedDate: account.time.now(),
    },
  });
  expect(await account.call("ListTags", { ResourceArn: ARN })).toEqual({ Tags });
  account.time.advance(1_000);
  const changed = { ...NAME, ...access("Disabled", "Enabled") };
  expect(await fitting(account, "UpdateWorkteam", changed)).toMatchObject({
    Workteam: { ...changed, Description: "labels", LastUpdatedDate: account.time.now() },
  });
  expect(await account.call("DeleteWorkteam", NAME)).toEqual({ Success: true });
  for (const operation of ["Describe", "Update", "Delete"]) {
    expect(await account.refusal(`${operation}Workteam`, NAME)).toBe(
      `ValidationException: The work team ${ARN} does not exist.`,
    );
  }
});

it("refuses a second one of its name, a workforce that there is not, and more than 25", async () => {
  await account.call("CreateWorkteam", INPUT);
  expect(await account.refusal("CreateWorkteam", INPUT)).toBe(`ResourceInUse: The work team ${ARN} already exists.`);
  expect(await account.refusal("CreateWorkteam", { ...INPUT, WorkteamName: "other", WorkforceName: "none" })).toBe(
    "ValidationException: No workforce found with name none",
  );
  for (let index = 1; index < 25; index++) {
    await account.call("CreateWorkteam", { ...INPUT, WorkteamName: `team-${index}` });
  }
  expect(await account.refusal("CreateWorkteam", { ...INPUT, WorkteamName: "one-more" })).toContain(
    "ResourceLimitExceeded: The account-level service limit 'Total work teams' is 25 Workteams",
  );
});

it("refuses a constraint that is neither on nor off", async () => {
  expect(await account.refusal("CreateWorkteam", { ...INPUT, ...access("Maybe", "Enabled") })).toContain(
    "workerAccessConfiguration.s3Presign.iamPolicyConstraints.sourceIp",
  );
});

it("is listed, oldest first", async () => {
  for (const WorkteamName of ["b", "a"]) {
    await account.call("CreateWorkteam", { ...INPUT, WorkteamName });
    account.time.advance(1_000);
  }
  const { Workteams } = await fitting(account, "ListWorkteams");
  expect(Workteams).toMatchObject([{ WorkteamName: "b" }, { WorkteamName: "a" }]);
  const byName = await account.call("ListWorkteams", { SortBy: "Name" });
  expect(byName.Workteams).toMatchObject([{ WorkteamName: "a" }, { WorkteamName: "b" }]);
});
