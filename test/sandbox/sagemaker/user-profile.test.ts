import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, ROLE, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";
import { createApp, createDomain, createProfile } from "./studio-inputs.ts";

/**
 * "Unable to delete UserProfile […] because App(s) are associated with it." is the service's; the other refusals are
 * worded like it and like those of domains.
 */
let account: TestAccount;
let DomainId: string;
beforeEach(async () => {
  account = openAccount();
  DomainId = await createDomain(account);
});

function identity(UserProfileName = "Jane") {
  return { DomainId, UserProfileName };
}

function arnOf(name = "Jane"): string {
  return arn(`user-profile/${DomainId}/${name}`);
}

it("goes from Pending to InService, and through Updating and Deleting", async () => {
  const Tags = [{ Key: "team", Value: "fraud" }];
  const UserSettings = { ExecutionRole: ROLE, SecurityGroups: ["sg-1"] };
  const created = await account.call("CreateUserProfile", { ...identity(), UserSettings, Tags });
  expect(created).toEqual({ UserProfileArn: arnOf() });
  expect(await fitting(account, "DescribeUserProfile", identity())).toEqual({
    ...identity(),
    UserSettings,
    UserProfileArn: arnOf(),
    Status: "Pending",
    HomeEfsFileSystemUid: expect.stringMatching(/^\d+$/),
    CreationTime: account.time.now(),
    LastModifiedTime: account.time.now(),
  });
  expect(await account.call("ListTags", { ResourceArn: arnOf() })).toEqual({ Tags });
  account.time.advance(1_000);
  const update = { ...identity(), UserSettings: { SecurityGroups: ["sg-2"] } };
  expect(await account.call("UpdateUserProfile", update)).toEqual({ UserProfileArn: arnOf() });
  expect(await account.call("DescribeUserProfile", identity())).toMatchObject({
    Status: "Updating",
    UserSettings: { ExecutionRole: ROLE, SecurityGroups: ["sg-2"] },
  });
  account.time.advance(1_000);
  await account.call("DeleteUserProfile", identity());
  expect(await account.call("DescribeUserProfile", identity())).toMatchObject({ Status: "Deleting" });
  account.time.advance(1_000);
  expect(await account.refusal("DescribeUserProfile", identity())).toBe(
    `ResourceNotFound: UserProfile [${arnOf()}] does not exist.`,
  );
});

it("needs a domain that is in service, and a name of its own there", async () => {
  expect(await account.refusal("CreateUserProfile", { ...identity(), DomainId: "d-none" })).toBe(
    `ResourceNotFound: Domain [${arn("domain/d-none")}] does not exist.`,
  );
  await createProfile(account, DomainId);
  expect(await account.refusal("CreateUserProfile", identity())).toBe(
    `ResourceInUse: UserProfile [${arnOf()}] already exists.`,
  );
  const other = await createDomain(account, "other");
  await createProfile(account, other);
  await account.call("UpdateDomain", { DomainId });
  expect(await account.refusal("CreateUserProfile", identity("Joe"))).toBe(
    `ResourceInUse: Domain [${arn(`domain/${DomainId}`)}] is in Updating status.`,
  );
});

it("signs in with IAM Identity Center where the domain does, and only there", async () => {
  const sso = { SingleSignOnUserIdentifier: "UserName", SingleSignOnUserValue: "jane" };
  expect(await account.refusal("CreateUserProfile", { ...identity(), ...sso })).toBe(
    "ValidationException: SingleSignOnUserIdentifier and SingleSignOnUserValue cannot be specified if AuthMode is not SSO.",
  );
  DomainId = await createDomain(account, "sso", { AuthMode: "SSO" });
  expect(await account.refusal("CreateUserProfile", identity())).toBe(
    "ValidationException: SingleSignOnUserIdentifier and SingleSignOnUserValue are required if AuthMode is SSO.",
  );
  await account.call("CreateUserProfile", { ...identity(), ...sso });
});

it.each(["Update", "Delete"])("refuses %s while it is Pending", async (verb) => {
  await account.call("CreateUserProfile", identity());
  expect(await account.refusal(`${verb}UserProfile`, identity())).toBe(
    `ResourceInUse: Unable to ${verb.toLowerCase()} UserProfile [${arnOf()}] in Pending status.`,
  );
});

it("stays while it has apps or spaces", async () => {
  await createProfile(account, DomainId);
  await createApp(account, DomainId);
  expect(await account.refusal("DeleteUserProfile", identity())).toBe(
    `ResourceInUse: Unable to delete UserProfile [${arnOf()}] because App(s) are associated with it.`,
  );
  await account.call("DeleteApp", { ...identity(), AppType: "JupyterServer", AppName: "default" });
  account.time.advance(2_000);
  await account.call("CreateSpace", {
    DomainId,
    SpaceName: "lab",
    OwnershipSettings: { OwnerUserProfileName: "Jane" },
    SpaceSharingSettings: { SharingType: "Private" },
  });
  expect(await account.refusal("DeleteUserProfile", identity())).toBe(
    `ResourceInUse: Unable to delete UserProfile [${arnOf()}] because Space(s) are associated with it.`,
  );
});

it("refuses security groups that are none", async () => {
  const UserSettings = { SecurityGroups: ["nonsense"] };
  expect(await account.refusal("CreateUserProfile", { ...identity(), UserSettings })).toContain(
    "userSettings.securityGroups.1.member",
  );
});

it("is listed by domain and name, and sends no event", async () => {
  for (const name of ["Jane", "Joe"]) await createProfile(account, DomainId, name);
  await createProfile(account, await createDomain(account, "other"));
  const { UserProfiles } = await fitting(account, "ListUserProfiles", { DomainIdEquals: DomainId });
  expect(UserProfiles).toMatchObject([{ UserProfileName: "Jane" }, { UserProfileName: "Joe" }]);
  const joes = await account.call("ListUserProfiles", { UserProfileNameContains: "jo" });
  expect(joes.UserProfiles).toMatchObject([{ UserProfileName: "Joe" }]);
  expect(account.events).toEqual([]);
});

it("is not left out of a page when another domain has one of its name", async () => {
  const domains = [DomainId, await createDomain(account, "other")];
  for (const id of domains) await account.call("CreateUserProfile", { DomainId: id, UserProfileName: "Jane" });
  const first = await account.call("ListUserProfiles", { MaxResults: 1 });
  const second = await account.call("ListUserProfiles", { MaxResults: 1, NextToken: first.NextToken });
  const listed = [first, second].flatMap((page) => page.UserProfiles as { DomainId: string }[]);
  expect(listed.map((profile) => profile.DomainId).sort()).toEqual(domains.sort());
});
