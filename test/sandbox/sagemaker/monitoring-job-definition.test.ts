import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, type TestAccount, VPC } from "./account.ts";
import { fitting } from "./fitting.ts";
import { definitionInput } from "./monitoring-inputs.ts";

/** All refusals of definitions are in our words; their codes are those that the SDK models. */
const NAME = { JobDefinitionName: "watch" };

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

describe.each([
  ["DataQuality", "data-quality-job-definition", "Data quality job definition"],
  ["ModelBias", "model-bias-job-definition", "Model bias job definition"],
  ["ModelExplainability", "model-explainability-job-definition", "Model explainability job definition"],
  ["ModelQuality", "model-quality-job-definition", "Model quality job definition"],
])("%s", (kind, type, title) => {
  const create = `Create${kind}JobDefinition`;
  const ARN = arn(`${type}/watch`);

  it("is kept as it was made until it is deleted", async () => {
    const NetworkConfig = { EnableNetworkIsolation: true, VpcConfig: VPC };
    const input = definitionInput(kind, "watch", { NetworkConfig });
    expect(await account.call(create, { ...input, Tags: [{ Key: "a", Value: "1" }] })).toEqual({
      JobDefinitionArn: ARN,
    });
    expect(await fitting(account, `Describe${kind}JobDefinition`, NAME)).toEqual({
      ...input,
      JobDefinitionArn: ARN,
      CreationTime: account.time.now(),
    });
    expect(await account.call("ListTags", { ResourceArn: ARN })).toEqual({ Tags: [{ Key: "a", Value: "1" }] });
    await account.call(`Delete${kind}JobDefinition`, NAME);
    for (const operation of ["Describe", "Delete"]) {
      expect(await account.refusal(`${operation}${kind}JobDefinition`, NAME)).toBe(
        `ResourceNotFound: ${title} [${ARN}] does not exist.`,
      );
    }
  });

  it("refuses a second one of its name and ids that are none, and is listed by endpoint", async () => {
    await account.call(create, definitionInput(kind, "watch"));
    expect(await account.refusal(create, definitionInput(kind, "watch"))).toBe(
      `ResourceInUse: ${title} [${ARN}] already exists.`,
    );
    const NetworkConfig = { VpcConfig: { Subnets: ["nonsense"], SecurityGroupIds: ["sg-1"] } };
    expect(await account.refusal(create, definitionInput(kind, "other", { NetworkConfig }))).toContain(
      "networkConfig.vpcConfig.subnets.1.member",
    );
    const listed = await fitting(account, `List${kind}JobDefinitions`, { EndpointName: "host" });
    expect(listed.JobDefinitionSummaries).toEqual([
      {
        MonitoringJobDefinitionName: "watch",
        MonitoringJobDefinitionArn: ARN,
        CreationTime: account.time.now(),
        EndpointName: "host",
      },
    ]);
    expect(await account.call(`List${kind}JobDefinitions`, { EndpointName: "other" })).toEqual({
      JobDefinitionSummaries: [],
    });
  });
});
