import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";
import { createApp, createDomain, createProfile, createSpace } from "./studio-inputs.ts";

/**
 * "RecordNotFound" is the service's, the conditions of UpdateDomain are those of its documentation; the other refusals
 * are worded like those of user profiles.
 */
const DAY = 86_400_000;

let account: TestAccount;
let DomainId: string;
beforeEach(async () => {
  account = openAccount();
  DomainId = await createDomain(account);
  await createProfile(account, DomainId);
});

function identity(more: Record<string, unknown> = {}) {
  return { DomainId, UserProfileName: "Jane", AppType: "JupyterServer", AppName: "default", ...more };
}

function arnOf(): string {
  return arn(`app/${DomainId}/Jane/JupyterServer/default`);
}

async function status(): Promise<unknown> {
  return (await account.call("DescribeApp", identity())).Status;
}

it("goes from Pending to InService, and through Deleting to Deleted, where it stays for a day", async () => {
  const ResourceSpec = { InstanceType: "ml.t3.medium" };
  const Tags = [{ Key: "team", Value: "fraud" }];
  expect(await account.call("CreateApp", { ...identity(), ResourceSpec, Tags })).toEqual({ AppArn: arnOf() });
  expect(await fitting(account, "DescribeApp", identity())).toEqual({
    ...identity(),
    AppArn: arnOf(),
    ResourceSpec,
    Status: "Pending",
    CreationTime: account.time.now(),
  });
  expect(await account.call("ListTags", { ResourceArn: arnOf() })).toEqual({ Tags });
  account.time.advance(3_000);
  expect(await status()).toBe("InService");
  await account.call("DeleteApp", identity());
  expect(await status()).toBe("Deleting");
  account.time.advance(2_000);
  expect(await status()).toBe("Deleted");
  account.time.advance(DAY);
  expect(await account.refusal("DescribeApp", identity())).toBe("ValidationException: RecordNotFound");
});

it("belongs to a profile or to a space, and is found only by that", async () => {
  await createSpace(account, DomainId, "lab");
  const inSpace = identity({ UserProfileName: undefined, SpaceName: "lab", AppType: "JupyterLab" });
  const { AppArn } = await account.call("CreateApp", inSpace);
  expect(AppArn).toBe(arn(`app/${DomainId}/lab/JupyterLab/default`));
  expect(await fitting(account, "DescribeApp", inSpace)).toMatchObject({ SpaceName: "lab" });
  const asProfile = { ...inSpace, SpaceName: undefined, UserProfileName: "lab" };
  expect(await account.refusal("DescribeApp", asProfile)).toBe("ValidationException: RecordNotFound");
  for (const owners of [{ UserProfileName: undefined }, { SpaceName: "lab" }]) {
    expect(await account.refusal("CreateApp", identity(owners))).toBe(
      "ValidationException: Exactly one of UserProfileName and SpaceName must be specified.",
    );
  }
});

it("needs a domain and an owner in service", async () => {
  expect(await account.refusal("CreateApp", identity({ UserProfileName: "Joe" }))).toBe(
    `ResourceNotFound: UserProfile [${arn(`user-profile/${DomainId}/Joe`)}] does not exist.`,
  );
  expect(await account.refusal("CreateApp", identity({ UserProfileName: undefined, SpaceName: "none" }))).toBe(
    "ValidationException: RecordNotFound",
  );
  await account.call("CreateUserProfile", { DomainId, UserProfileName: "Joe" });
  expect(await account.refusal("CreateApp", identity({ UserProfileName: "Joe" }))).toBe(
    `ResourceInUse: UserProfile [${arn(`user-profile/${DomainId}/Joe`)}] is in Pending status.`,
  );
  await account.call("UpdateDomain", { DomainId });
  expect(await account.refusal("CreateApp", identity())).toContain("is in Updating status.");
});

it("is deleted once, and started again under its name with its creation time", async () => {
  const started = account.time.now();
  await account.call("CreateApp", identity());
  expect(await account.refusal("CreateApp", identity())).toBe(`ResourceInUse: App [${arnOf()}] already exists.`);
  expect(await account.refusal("DeleteApp", identity())).toContain("in Pending status.");
  account.time.advance(3_000);
  await account.call("DeleteApp", identity());
  account.time.advance(2_000);
  expect(await account.refusal("DeleteApp", identity())).toBe(
    `ResourceInUse: Unable to delete App [${arnOf()}] in Deleted status.`,
  );
  await account.call("CreateApp", identity());
  account.time.advance(2 * DAY);
  expect(await account.call("DescribeApp", identity())).toMatchObject({ Status: "InService", CreationTime: started });
});

it("goes on to be forgotten when a new start of it is refused", async () => {
  await createApp(account, DomainId);
  await account.call("DeleteApp", identity());
  account.time.advance(2_000);
  const Tags = [{ Key: "aws:reserved", Value: "1" }];
  expect(await account.refusal("CreateApp", { ...identity(), Tags })).toContain("aws: prefixed tag key names");
  account.time.advance(DAY);
  expect(await account.refusal("DescribeApp", identity())).toBe("ValidationException: RecordNotFound");
});

it("is listed by domain and owner, sends no event, and says why it failed", async () => {
  await createApp(account, DomainId);
  expect((await fitting(account, "ListApps", { DomainIdEquals: DomainId })).Apps).toMatchObject([
    { ...identity(), Status: "InService" },
  ]);
  expect(await account.call("ListApps", { UserProfileNameEquals: "Joe" })).toEqual({ Apps: [] });
  expect(await account.call("ListApps", { SpaceNameEquals: "Jane" })).toEqual({ Apps: [] });
  expect(await account.refusal("ListApps", { UserProfileNameEquals: "a", SpaceNameEquals: "b" })).toBe(
    "ValidationException: UserProfileNameEquals and SpaceNameEquals cannot be specified together.",
  );
  account.sagemaker.inspect.fail(arnOf(), "no image");
  expect(await fitting(account, "DescribeApp", identity())).toMatchObject({
    Status: "Failed",
    FailureReason: "no image",
  });
  expect(account.events).toEqual([]);
});

describe("its domain", () => {
  const access = (type: string) => ({
    DomainId,
    AppNetworkAccessType: type,
    VpcId: "vpc-1",
    SubnetIds: ["subnet-1a", "subnet-1b"],
  });
  const KEPT =
    "ValidationException: AppNetworkAccessType can only be modified if there are no apps in the InService, Pending, or Deleting state.";

  it("keeps its kind of network access while apps run, start or end", async () => {
    await account.call("CreateApp", identity());
    for (const milliseconds of [0, 3_000]) {
      account.time.advance(milliseconds);
      expect(await account.refusal("UpdateDomain", access("VpcOnly"))).toBe(KEPT);
    }
    await account.call("DeleteApp", identity());
    expect(await account.refusal("UpdateDomain", access("VpcOnly"))).toBe(KEPT);
    account.time.advance(2_000);
    await account.call("UpdateDomain", access("VpcOnly"));
  });

  it("keeps its subnets meanwhile; what it has may be said again, and others added", async () => {
    await createApp(account, DomainId);
    expect(await account.refusal("UpdateDomain", { DomainId, SubnetIds: ["subnet-1a"] })).toBe(
      "ValidationException: SubnetIds can only be removed if there are no apps in the InService, Pending, or Deleting state.",
    );
    const SubnetIds = ["subnet-1a", "subnet-1b", "subnet-1c"];
    await account.call("UpdateDomain", { ...access("PublicInternetOnly"), SubnetIds });
  });

  it("ignores failed apps and those of other domains", async () => {
    await createApp(account, DomainId);
    account.sagemaker.inspect.fail(arnOf(), "x");
    const other = await createDomain(account, "other");
    await createProfile(account, other);
    await createApp(account, other);
    await account.call("UpdateDomain", access("VpcOnly"));
  });

  it("cannot be deleted with apps, spaces or profiles in it", async () => {
    const refusal = (what: string) =>
      `ResourceInUse: Unable to delete Domain [${arn(`domain/${DomainId}`)}] because ${what}(s) are associated with it.`;
    await createSpace(account, DomainId);
    await createApp(account, DomainId);
    expect(await account.refusal("DeleteDomain", { DomainId })).toBe(refusal("App"));
    await account.call("DeleteApp", identity());
    account.time.advance(2_000);
    expect(await account.refusal("DeleteDomain", { DomainId })).toBe(refusal("Space"));
    await account.call("DeleteSpace", { DomainId, SpaceName: "lab" });
    account.time.advance(1_000);
    expect(await account.refusal("DeleteDomain", { DomainId })).toBe(refusal("UserProfile"));
    await account.call("DeleteUserProfile", { DomainId, UserProfileName: "Jane" });
    account.time.advance(1_000);
    await account.call("DeleteDomain", { DomainId });
  });
});
