/** Pipelines as clients see them, over the wire, with the trail and the buses behind it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreatePipelineCommand,
  DescribePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type LocalAccount, startAccount } from "../../../sandbox/account.ts";
import type { AwsEvent } from "../../../sandbox/contract.ts";
import { ROLE, VPC } from "./account.ts";
import { mismatches, schemaOf } from "./echo.ts";
import { definition, trainingStep } from "./pipeline-inputs.ts";

const folder = mkdtempSync(join(tmpdir(), "pipelines-"));
const DEFINITION = definition([trainingStep("Train")]);
let account: LocalAccount;
let client: SageMakerClient;

beforeAll(async () => {
  const templatePath = join(folder, "template.json");
  writeFileSync(templatePath, JSON.stringify({ Resources: {} }));
  account = await startAccount({
    port: 0,
    packaged: { templatePath },
    eventDelayMs: 1,
    speeds: { sageMaker: { pipelineStepStarting: 1 } },
    sageMaker: { readObject: (bucket, key) => (`${bucket}/${key}` === "b/churn.json" ? DEFINITION : undefined) },
  });
  const credentials = { accessKeyId: "jane", secretAccessKey: "any" };
  client = new SageMakerClient({ endpoint: account.url, region: "eu-west-1", credentials, maxAttempts: 1 });
});
afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

/** The CloudTrail records that have reached the default bus. */
function trailed(): unknown[] {
  return account
    .happenings()
    .filter(({ type }) => type === "event")
    .map(({ detail }) => (detail.event as AwsEvent).detail);
}

it("runs a pipeline whose calls stand in the trail under its role", async () => {
  const PipelineName = "churn";
  const PipelineDefinitionS3Location = { Bucket: "b", ObjectKey: "churn.json" };
  await client.send(new CreatePipelineCommand({ PipelineName, RoleArn: ROLE, PipelineDefinitionS3Location }));
  const { PipelineExecutionArn } = await client.send(new StartPipelineExecutionCommand({ PipelineName }));

  const called = () => account.trail.calls().map(({ operation, context }) => [operation, context.caller.roleArn]);
  await vi.waitFor(() => expect(called()).toContainEqual(["CreateTrainingJob", ROLE]));
  await vi.waitFor(() =>
    expect(trailed()).toContainEqual(
      expect.objectContaining({
        eventName: "CreateTrainingJob",
        userIdentity: expect.objectContaining({
          type: "AssumedRole",
          sessionContext: expect.objectContaining({ sessionIssuer: expect.objectContaining({ arn: ROLE }) }),
        }),
        requestParameters: expect.objectContaining({
          vpcConfig: { subnets: VPC.Subnets, securityGroupIds: VPC.SecurityGroupIds },
          tags: [{ key: "sagemaker:pipeline-execution-arn", value: PipelineExecutionArn }],
        }),
      }),
    ),
  );

  const [step] =
    (await client.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }))).PipelineExecutionSteps ?? [];
  expect(step).toMatchObject({ StepName: "Train", StepStatus: "Executing", Metadata: { TrainingJob: {} } });
  const described = await client.send(new DescribePipelineCommand({ PipelineName }));
  expect(described.PipelineDefinition).toBe(DEFINITION);
});

it("answers nothing that the SDK's schemas do not know", async () => {
  const PipelineName = "churn";
  const { PipelineExecutionSummaries = [] } = await client.send(new ListPipelineExecutionsCommand({ PipelineName }));
  const PipelineExecutionArn = PipelineExecutionSummaries[0]?.PipelineExecutionArn;
  const answers = {
    DescribePipeline: new DescribePipelineCommand({ PipelineName }),
    DescribePipelineExecution: new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
    ListPipelineExecutionSteps: new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }),
    ListPipelineExecutions: new ListPipelineExecutionsCommand({ PipelineName }),
    ListPipelines: new ListPipelinesCommand({}),
  };
  for (const [operation, { input }] of Object.entries(answers)) {
    const run = account.sagemaker.operations[operation];
    const answer = await run?.({ ...input }, account.trail.calls()[0]?.context ?? expect.fail("no calls"));
    expect(Object.values(answer ?? {}), operation).not.toEqual([]);
    expect(mismatches(schemaOf(operation, "output"), answer, operation)).toEqual([]);
  }
});
