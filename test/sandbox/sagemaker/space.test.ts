import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";
import { createDomain, createProfile, createSpace } from "./studio-inputs.ts";

/** "RecordNotFound" is the service's; the other refusals are worded like those of user profiles. */
const PRIVATE = {
  OwnershipSettings: { OwnerUserProfileName: "Jane" },
  SpaceSharingSettings: { SharingType: "Private" },
};

let account: TestAccount;
let DomainId: string;
beforeEach(async () => {
  account = openAccount();
  DomainId = await createDomain(account);
});

function identity(SpaceName = "lab") {
  return { DomainId, SpaceName };
}

function arnOf(name = "lab"): string {
  return arn(`space/${DomainId}/${name}`);
}

it("goes from Pending to InService, and through Updating and Deleting", async () => {
  await createProfile(account, DomainId);
  const Tags = [{ Key: "team", Value: "fraud" }];
  const SpaceSettings = { AppType: "JupyterLab", RemoteAccess: "DISABLED" };
  const input = { ...identity(), SpaceSettings, ...PRIVATE };
  expect(await account.call("CreateSpace", { ...input, Tags })).toEqual({ SpaceArn: arnOf() });
  expect(await fitting(account, "DescribeSpace", identity())).toMatchObject({
    ...input,
    SpaceArn: arnOf(),
    Status: "Pending",
    Url: expect.stringContaining(DomainId),
  });
  expect(await account.call("ListTags", { ResourceArn: arnOf() })).toEqual({ Tags });
  account.time.advance(1_000);
  await account.call("UpdateSpace", {
    ...identity(),
    SpaceSettings: { RemoteAccess: "ENABLED" },
    SpaceDisplayName: "Lab",
  });
  expect(await fitting(account, "DescribeSpace", identity())).toMatchObject({
    Status: "Updating",
    SpaceDisplayName: "Lab",
    SpaceSettings: { AppType: "JupyterLab", RemoteAccess: "ENABLED" },
  });
  account.time.advance(1_000);
  await account.call("DeleteSpace", identity());
  expect(await account.call("DescribeSpace", identity())).toMatchObject({ Status: "Deleting" });
  account.time.advance(1_000);
  expect(await account.refusal("DescribeSpace", identity())).toBe("ValidationException: RecordNotFound");
});

it("needs a domain, an owner in it, and a name of its own", async () => {
  expect(await account.refusal("CreateSpace", { ...identity(), DomainId: "d-none" })).toContain("ResourceNotFound");
  expect(await account.refusal("CreateSpace", { ...identity(), ...PRIVATE })).toBe(
    `ResourceNotFound: UserProfile [${arn(`user-profile/${DomainId}/Jane`)}] does not exist.`,
  );
  const { SpaceSharingSettings } = PRIVATE;
  expect(await account.refusal("CreateSpace", { ...identity(), SpaceSharingSettings })).toBe(
    "ValidationException: OwnershipSettings and SpaceSharingSettings must be specified together.",
  );
  await createSpace(account, DomainId);
  expect(await account.refusal("CreateSpace", identity())).toBe(`ResourceInUse: Space [${arnOf()}] already exists.`);
});

it.each(["Update", "Delete"])("refuses %s while it is Pending", async (verb) => {
  await account.call("CreateSpace", identity());
  expect(await account.refusal(`${verb}Space`, identity())).toBe(
    `ResourceInUse: Unable to ${verb.toLowerCase()} Space [${arnOf()}] in Pending status.`,
  );
});

it("refuses a kind of remote access that there is not", async () => {
  const SpaceSettings = { RemoteAccess: "MAYBE" };
  expect(await account.refusal("CreateSpace", { ...identity(), SpaceSettings })).toContain(
    "spaceSettings.remoteAccess",
  );
});

it("stays while it has apps", async () => {
  await createSpace(account, DomainId);
  await account.call("CreateApp", { ...identity(), AppType: "JupyterLab", AppName: "default" });
  expect(await account.refusal("DeleteSpace", identity())).toBe(
    `ResourceInUse: Unable to delete Space [${arnOf()}] because App(s) are associated with it.`,
  );
});

it("is listed with the settings that matter", async () => {
  await createProfile(account, DomainId);
  const SpaceSettings = { AppType: "JupyterLab", RemoteAccess: "ENABLED" };
  await account.call("CreateSpace", { ...identity(), SpaceSettings, ...PRIVATE });
  await createSpace(account, await createDomain(account, "other"), "lab");
  const { Spaces } = await fitting(account, "ListSpaces", { DomainIdEquals: DomainId, SpaceNameContains: "LA" });
  expect(Spaces).toMatchObject([
    {
      ...identity(),
      SpaceSettingsSummary: SpaceSettings,
      SpaceSharingSettingsSummary: { SharingType: "Private" },
      OwnershipSettingsSummary: { OwnerUserProfileName: "Jane" },
    },
  ]);
});
