import { beforeEach, describe, expect, it } from "vitest";
import { arn, notebookInput, openAccount, type TestAccount } from "./account.ts";

const NAME = { NotebookInstanceName: "Demo" };
const ARN = arn("notebook-instance/demo");

let account: TestAccount;
beforeEach(() => {
  account = openAccount({ knownLifecycleConfigs: ["setup"] });
});

async function status(): Promise<unknown> {
  return (await account.call("DescribeNotebookInstance", NAME)).NotebookInstanceStatus;
}

async function createStopped(): Promise<void> {
  await account.call("CreateNotebookInstance", notebookInput("Demo"));
  account.time.advance(4_000);
  await account.call("StopNotebookInstance", NAME);
  account.time.advance(3_000);
}

describe("life cycle", () => {
  it("goes from Pending to InService, and by stop, start, update and delete through their states", async () => {
    const created = await account.call("CreateNotebookInstance", notebookInput("Demo"));
    expect(created).toEqual({ NotebookInstanceArn: ARN });
    expect(await status()).toBe("Pending");
    account.time.advance(3_999);
    expect(await status()).toBe("Pending");
    account.time.advance(1);
    expect(await status()).toBe("InService");

    expect(await account.call("StopNotebookInstance", NAME)).toEqual({});
    expect(await status()).toBe("Stopping");
    account.time.advance(3_000);
    expect(await status()).toBe("Stopped");

    await account.call("StartNotebookInstance", NAME);
    expect(await status()).toBe("Pending");
    account.time.advance(4_000);
    await account.call("StopNotebookInstance", NAME);
    account.time.advance(3_000);

    await account.call("UpdateNotebookInstance", { ...NAME, RootAccess: "Disabled" });
    expect(await status()).toBe("Updating");
    account.time.advance(2_000);
    expect(await status()).toBe("Stopped");

    await account.call("DeleteNotebookInstance", NAME);
    expect(await status()).toBe("Deleting");
    account.time.advance(2_000);
    expect(await account.refusal("DescribeNotebookInstance", NAME)).toBe("ValidationException: RecordNotFound");
  });

  it("takes the durations it is given", async () => {
    account = openAccount({ speed: { notebookPending: 10 } });
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    account.time.advance(10);
    expect(await status()).toBe("InService");
  });

  it("gives a name again after the delete, to another resource", async () => {
    await createStopped();
    const { CreationTime } = await account.call("DescribeNotebookInstance", NAME);
    await account.call("DeleteNotebookInstance", NAME);
    account.time.advance(2_000);
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    expect((await account.call("DescribeNotebookInstance", NAME)).CreationTime).not.toEqual(CreationTime);
  });

  it("keeps CreationTime and moves LastModifiedTime with every state", async () => {
    await createStopped();
    const description = await account.call("DescribeNotebookInstance", NAME);
    expect(description.CreationTime).toEqual(new Date("2026-11-20T09:00:00.000Z"));
    expect(description.LastModifiedTime).toEqual(new Date("2026-11-20T09:00:07.000Z"));
  });

  it("stops all transitions when the account closes", async () => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    account.sagemaker.close();
    account.time.advance(60_000);
    expect(await status()).toBe("Pending");
  });
});

describe("description", () => {
  it("fills in what the service fills in, and leaves out what was not given", async () => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    const description = await account.call("DescribeNotebookInstance", NAME);
    expect(description).toMatchObject({
      NotebookInstanceName: "Demo",
      NotebookInstanceArn: ARN,
      DirectInternetAccess: "Enabled",
      RootAccess: "Enabled",
      VolumeSizeInGB: 5,
      PlatformIdentifier: "notebook-al2023-v1",
      IpAddressType: "ipv4",
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "1" },
      Url: expect.stringMatching(/^demo-[0-9a-z]{4}\.notebook\.eu-west-1\.sagemaker\.aws$/),
    });
    for (const absent of ["SubnetId", "SecurityGroups", "NetworkInterfaceId", "KmsKeyId", "FailureReason"]) {
      expect(description).not.toHaveProperty(absent);
    }
  });

  it("names security groups and lifecycle configuration as Describe does, and has an interface in a subnet", async () => {
    const network = { SubnetId: "subnet-1a", SecurityGroupIds: ["sg-1a", "sg-1b"], DirectInternetAccess: "Disabled" };
    await account.call("CreateNotebookInstance", notebookInput("Demo", { ...network, LifecycleConfigName: "setup" }));
    const description = await account.call("DescribeNotebookInstance", NAME);
    expect(description).toMatchObject({
      SubnetId: "subnet-1a",
      SecurityGroups: ["sg-1a", "sg-1b"],
      DirectInternetAccess: "Disabled",
      NotebookInstanceLifecycleConfigName: "setup",
      NetworkInterfaceId: expect.stringMatching(/^eni-[0-9a-f]{17}$/),
    });
    expect(description).not.toHaveProperty("SecurityGroupIds");
    expect(description).not.toHaveProperty("LifecycleConfigName");
    expect(description).not.toHaveProperty("Tags");
  });

  it("is a copy", async () => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    const description = await account.call("DescribeNotebookInstance", NAME);
    Object.assign(description.InstanceMetadataServiceConfiguration as object, {
      MinimumInstanceMetadataServiceVersion: "2",
    });
    expect(await account.call("DescribeNotebookInstance", NAME)).toMatchObject({
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "1" },
    });
  });

  it("changes by update, and drops what is disassociated", async () => {
    await account.call(
      "CreateNotebookInstance",
      notebookInput("Demo", { LifecycleConfigName: "setup", DefaultCodeRepository: "https://example.com/a.git" }),
    );
    account.time.advance(4_000);
    await account.call("StopNotebookInstance", NAME);
    account.time.advance(3_000);
    await account.call("UpdateNotebookInstance", {
      ...NAME,
      VolumeSizeInGB: 20,
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
      DisassociateLifecycleConfig: true,
    });
    const description = await account.call("DescribeNotebookInstance", NAME);
    expect(description).toMatchObject({
      VolumeSizeInGB: 20,
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
      DefaultCodeRepository: "https://example.com/a.git",
    });
    expect(description).not.toHaveProperty("NotebookInstanceLifecycleConfigName");
    expect(description).not.toHaveProperty("DisassociateLifecycleConfig");
  });
});

describe("refusals of a status", () => {
  it.each([
    ["StopNotebookInstance", "InService", "Stopping"],
    ["StartNotebookInstance", "Stopped, Failed", "Pending"],
    ["UpdateNotebookInstance", "Stopped, Failed", "Updating"],
    ["DeleteNotebookInstance", "Stopped, Failed", "Deleting"],
  ])("%s of a Pending notebook", async (operation, from, to) => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    expect(await account.refusal(operation, NAME)).toBe(
      `ValidationException: Status (Pending) not in ([${from}]). Unable to transition to (${to}) for Notebook Instance (${ARN}).`,
    );
  });

  it.each(["DeleteNotebookInstance", "UpdateNotebookInstance", "StartNotebookInstance"])(
    "%s of an InService one",
    async (operation) => {
      await account.call("CreateNotebookInstance", notebookInput("Demo"));
      account.time.advance(4_000);
      expect(await account.refusal(operation, NAME)).toContain("Status (InService) not in ([Stopped, Failed])");
      expect(await status()).toBe("InService");
    },
  );

  it("stopping a stopped one", async () => {
    await createStopped();
    expect(await account.refusal("StopNotebookInstance", NAME)).toContain("Status (Stopped) not in ([InService])");
  });

  it("lets a failed one be deleted", async () => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    account.sagemaker.inspect.fail(ARN, "no capacity");
    expect(await account.call("DescribeNotebookInstance", NAME)).toMatchObject({
      NotebookInstanceStatus: "Failed",
      FailureReason: "no capacity",
    });
    account.time.advance(60_000);
    expect(await status()).toBe("Failed");
    await account.call("DeleteNotebookInstance", NAME);
    expect(await status()).toBe("Deleting");
  });
});

describe("other refusals", () => {
  it.each([
    "DescribeNotebookInstance",
    "StartNotebookInstance",
    "StopNotebookInstance",
    "UpdateNotebookInstance",
    "DeleteNotebookInstance",
    "CreatePresignedNotebookInstanceUrl",
  ])("%s of one that does not exist", async (operation) => {
    expect(await account.refusal(operation, NAME)).toBe("ValidationException: RecordNotFound");
  });

  it.each(["Demo", "demo"])("a second notebook called %s", async (name) => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    expect(await account.refusal("CreateNotebookInstance", notebookInput(name))).toBe(
      `ValidationException: Cannot create a duplicate Notebook Instance (${ARN})`,
    );
  });

  it.each([
    [{ DirectInternetAccess: "Disabled" }, "DirectInternetAccess can be set to Disabled only if SubnetId is set."],
    [
      { PlatformIdentifier: "notebook-al2-v1" },
      "Platform identifier (notebook-al2-v1) is not supported for this service.",
    ],
    [
      { LifecycleConfigName: "gone" },
      `Unable to describe Notebook Instance Lifecycle Config '${arn("notebook-instance-lifecycle-config/gone")}'. (Details: Notebook Instance Lifecycle Config does not exist.)`,
    ],
    [
      { NotebookInstanceName: "under_score" },
      "1 validation error detected: Value 'under_score' at 'notebookInstanceName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*",
    ],
    [
      { DirectInternetAccess: "Off" },
      "1 validation error detected: Value 'Off' at 'directInternetAccess' failed to satisfy constraint: Member must satisfy enum value set: [Disabled, Enabled]",
    ],
    [
      { VolumeSizeInGB: 4 },
      "1 validation error detected: Value '4' at 'volumeSizeInGB' failed to satisfy constraint: Member must have value greater than or equal to 5",
    ],
    [
      { SubnetId: "eni-1", SecurityGroupIds: ["sg-1", "group"] },
      "2 validation errors detected: Value 'eni-1' at 'subnetId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^subnet-[a-z0-9-]+; Value 'group' at 'securityGroupIds.2.member' failed to satisfy constraint: Member must satisfy regular expression pattern: ^sg-[a-z0-9-]+",
    ],
  ])("creating with %j", async (input, message) => {
    expect(await account.refusal("CreateNotebookInstance", notebookInput("Demo", input))).toBe(
      `ValidationException: ${message}`,
    );
    expect(account.sagemaker.inspect.resources("notebook-instance")).toEqual([]);
  });

  it("a smaller volume", async () => {
    await createStopped();
    await account.call("UpdateNotebookInstance", { ...NAME, VolumeSizeInGB: 10 });
    account.time.advance(2_000);
    expect(await account.refusal("UpdateNotebookInstance", { ...NAME, VolumeSizeInGB: 9 })).toBe(
      "ValidationException: VolumeSizeInGB (9) must not be smaller than the current size (10).",
    );
    expect(await status()).toBe("Stopped");
  });

  it("one more than the quota", async () => {
    account = openAccount({ quotas: { "notebook-instance": 1 } });
    await account.call("CreateNotebookInstance", notebookInput("one"));
    expect(await account.refusal("CreateNotebookInstance", notebookInput("two"))).toBe(
      "ResourceLimitExceeded: The account-level service limit 'Total number of notebook instances' is 1 NotebookInstances, with current utilization of 1 NotebookInstances and a request delta of 1 NotebookInstances. Please contact AWS support to request an increase for this limit.",
    );
  });
});

describe("presigned URL", () => {
  it("leads to the notebook", async () => {
    await account.call("CreateNotebookInstance", notebookInput("Demo"));
    const { Url } = await account.call("DescribeNotebookInstance", NAME);
    const { AuthorizedUrl } = await account.call("CreatePresignedNotebookInstanceUrl", NAME);
    expect(AuthorizedUrl).toMatch(new RegExp(`^https://${Url}\\?authToken=[0-9a-f]{64}$`));
  });
});

describe("lifecycle configurations", () => {
  const CONFIG = { NotebookInstanceLifecycleConfigName: "On-Start" };
  const CONFIG_ARN = arn("notebook-instance-lifecycle-config/on-start");

  it("are created, described, listed, used and deleted", async () => {
    const hook = { OnStart: [{ Content: "IyEvYmluL2Jhc2g=" }] };
    expect(await account.call("CreateNotebookInstanceLifecycleConfig", { ...CONFIG, ...hook })).toEqual({
      NotebookInstanceLifecycleConfigArn: CONFIG_ARN,
    });
    expect(await account.call("DescribeNotebookInstanceLifecycleConfig", CONFIG)).toEqual({
      ...CONFIG,
      ...hook,
      NotebookInstanceLifecycleConfigArn: CONFIG_ARN,
      CreationTime: account.time.now(),
      LastModifiedTime: account.time.now(),
    });
    await account.call("CreateNotebookInstance", notebookInput("Demo", { LifecycleConfigName: "On-Start" }));
    const listed = await account.call("ListNotebookInstanceLifecycleConfigs", { NameContains: "start" });
    expect(listed.NotebookInstanceLifecycleConfigs).toMatchObject([CONFIG]);
    await account.call("DeleteNotebookInstanceLifecycleConfig", CONFIG);
    expect(await account.refusal("DescribeNotebookInstanceLifecycleConfig", CONFIG)).toContain("does not exist.)");
  });

  it("are updated script by script", async () => {
    const before = { OnCreate: [{ Content: "b25l" }], OnStart: [{ Content: "b25l" }] };
    await account.call("CreateNotebookInstanceLifecycleConfig", { ...CONFIG, ...before });
    const OnStart = [{ Content: "dHdv" }];

    expect(await account.call("UpdateNotebookInstanceLifecycleConfig", { ...CONFIG, OnStart })).toEqual({});

    expect(await account.call("DescribeNotebookInstanceLifecycleConfig", CONFIG)).toMatchObject({ ...before, OnStart });
    const other = { NotebookInstanceLifecycleConfigName: "no" };
    expect(await account.refusal("UpdateNotebookInstanceLifecycleConfig", other)).toContain("does not exist.)");
  });

  it("are refused when they exist, when they do not, and when a script is too long", async () => {
    await account.call("CreateNotebookInstanceLifecycleConfig", CONFIG);
    expect(await account.refusal("CreateNotebookInstanceLifecycleConfig", CONFIG)).toBe(
      `ValidationException: Unable to create Notebook Instance Lifecycle Config '${CONFIG_ARN}'. (Details: Notebook Instance Lifecycle Config already exists.)`,
    );
    expect(
      await account.refusal("DeleteNotebookInstanceLifecycleConfig", { NotebookInstanceLifecycleConfigName: "no" }),
    ).toContain("Unable to delete Notebook Instance Lifecycle Config");
    const long = { NotebookInstanceLifecycleConfigName: "long", OnCreate: [{ Content: "x".repeat(16_385) }] };
    expect(await account.refusal("CreateNotebookInstanceLifecycleConfig", long)).toContain(
      "Member must have length less than or equal to 16384",
    );
  });
});

it("lists by lifecycle configuration and repository", async () => {
  await account.call("CreateNotebookInstance", notebookInput("a", { LifecycleConfigName: "setup" }));
  await account.call("CreateNotebookInstance", notebookInput("b", { DefaultCodeRepository: "team-repo" }));
  await account.call("CreateNotebookInstance", notebookInput("c", { AdditionalCodeRepositories: ["other"] }));
  const names = async (input: Record<string, unknown>) => {
    const { NotebookInstances } = await account.call("ListNotebookInstances", input);
    return (NotebookInstances as { NotebookInstanceName: string }[]).map((item) => item.NotebookInstanceName);
  };
  expect(await names({})).toEqual(["a", "b", "c"]);
  expect(await names({ NotebookInstanceLifecycleConfigNameContains: "set" })).toEqual(["a"]);
  expect(await names({ DefaultCodeRepositoryContains: "team" })).toEqual(["b"]);
  expect(await names({ AdditionalCodeRepositoryEquals: "other" })).toEqual(["c"]);
});
