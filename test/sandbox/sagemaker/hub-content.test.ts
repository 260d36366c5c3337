import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";

/** All refusals of hubs and their contents are in our words; their codes are those that the SDK models. */
const HUB = { HubName: "models" };
const HUB_ARN = arn("hub/models");
const CONTENT = { ...HUB, HubContentType: "Model", HubContentName: "llm" };
const ARN = arn("hub-content/models/Model/llm/1.0.0");
const INPUT = { ...CONTENT, DocumentSchemaVersion: "2.0.0", HubContentDocument: '{"VpcConfig":{}}' };

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await account.call("CreateHub", { ...HUB, HubDescription: "private" });
  account.time.advance(1_000);
});

it("is in a hub, which is made first", async () => {
  expect(await fitting(account, "DescribeHub", HUB)).toMatchObject({
    ...HUB,
    HubArn: HUB_ARN,
    HubStatus: "InService",
    HubDescription: "private",
  });
  expect(await account.refusal("CreateHub", { ...HUB, HubDescription: "again" })).toBe(
    `ResourceInUse: Hub [${HUB_ARN}] already exists.`,
  );
  const missing = `ResourceNotFound: Hub [${arn("hub/none")}] does not exist.`;
  expect(await account.refusal("DescribeHub", { HubName: "none" })).toBe(missing);
  expect(await account.refusal("ImportHubContent", { ...INPUT, HubName: "none" })).toBe(missing);
});

it("is in a hub that is listed", async () => {
  await account.call("CreateHub", { HubName: "more", HubDescription: "another" });

  expect(await fitting(account, "ListHubs", { SortBy: "HubName", SortOrder: "Ascending" })).toMatchObject({
    HubSummaries: [
      { ...HUB, HubArn: HUB_ARN, HubStatus: "InService" },
      { HubName: "more", HubStatus: "Creating" },
    ],
  });
});

it("is imported, described by name or ARN of the hub, updated and deleted", async () => {
  const Tags = [{ Key: "a", Value: "1" }];
  expect(await account.call("ImportHubContent", { ...INPUT, HubName: HUB_ARN, Tags })).toEqual({
    HubArn: HUB_ARN,
    HubContentArn: ARN,
  });
  for (const HubName of ["models", HUB_ARN]) {
    expect(await fitting(account, "DescribeHubContent", { ...CONTENT, HubName })).toEqual({
      ...INPUT,
      HubArn: HUB_ARN,
      HubContentArn: ARN,
      HubContentVersion: "1.0.0",
      HubContentStatus: "Importing",
      SupportStatus: "Supported",
      CreationTime: account.time.now(),
      LastModifiedTime: account.time.now(),
    });
  }
  expect(await account.call("ListTags", { ResourceArn: ARN })).toEqual({ Tags });
  const version = { ...CONTENT, HubContentVersion: "1.0.0" };
  for (const verb of ["Update", "Delete"]) {
    expect(await account.refusal(`${verb}HubContent`, version)).toBe(
      `ResourceInUse: Unable to ${verb.toLowerCase()} HubContent [${ARN}] in Importing status.`,
    );
  }
  account.time.advance(1_000);
  await fitting(account, "UpdateHubContent", { ...version, HubContentDescription: "d", SupportStatus: "Deprecated" });
  expect(await account.call("DescribeHubContent", CONTENT)).toMatchObject({
    HubContentStatus: "Available",
    HubContentDescription: "d",
    SupportStatus: "Deprecated",
  });
  await account.call("DeleteHubContent", version);
  account.time.advance(1_000);
  expect(await account.refusal("DescribeHubContent", version)).toBe(
    `ResourceNotFound: HubContent [${ARN}] does not exist.`,
  );
});

it("has versions, of which the latest is meant when none is said", async () => {
  for (const HubContentVersion of ["1.9.0", "1.10.0", "1.2.0"]) {
    await account.call("ImportHubContent", { ...INPUT, HubContentVersion });
  }
  await account.call("ImportHubContent", { ...INPUT, HubContentName: "other" });
  expect(await account.call("DescribeHubContent", CONTENT)).toMatchObject({ HubContentVersion: "1.10.0" });
  const { HubContentSummaries } = await fitting(account, "ListHubContents", { ...HUB, HubContentType: "Model" });
  expect(HubContentSummaries).toMatchObject([
    { HubContentName: "llm", HubContentVersion: "1.10.0" },
    { HubContentName: "other" },
  ]);
  const versions = await fitting(account, "ListHubContentVersions", CONTENT);
  expect(versions.HubContentSummaries).toHaveLength(3);
  expect(await account.call("ListHubContents", { ...HUB, HubContentType: "Notebook" })).toEqual({
    HubContentSummaries: [],
  });
});

it("refuses a version that is there, documents that are no JSON, and updates of nothing", async () => {
  await account.call("ImportHubContent", INPUT);
  account.time.advance(1_000);
  expect(await account.refusal("ImportHubContent", INPUT)).toBe(`ResourceInUse: HubContent [${ARN}] already exists.`);
  expect(await account.refusal("ImportHubContent", { ...INPUT, HubContentDocument: "nonsense" })).toBe(
    "ValidationException: HubContentDocument must be a JSON document.",
  );
  expect(await account.refusal("ImportHubContent", { ...INPUT, HubContentType: "ModelReference" })).toContain(
    "hubContentType",
  );
  expect(await account.refusal("UpdateHubContent", { ...CONTENT, HubContentVersion: "1.0.0" })).toContain(
    "ValidationException: At least one of HubContentDescription",
  );
});
