/** Resources that answer for others, and triggers other than a create call, through the packaged functions. */
import {
  CreateDomainCommand,
  CreateHyperParameterTuningJobCommand,
  CreateModelCommand,
  CreateNotebookInstanceCommand,
  CreatePipelineCommand,
  CreateTransformJobCommand,
  DeleteNotebookInstanceCommand,
  DescribeHyperParameterTuningJobCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  StartPipelineExecutionCommand,
  UpdateDomainCommand,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { LocalAccount } from "../../sandbox/account.ts";
import type { RecordedCall } from "../../sandbox/contract.ts";
import type { Finding, Ledger } from "../../shared/record/ledger.ts";
import { changesBy, findingAbout, sagefence, sageMakerAs, startPackaged } from "./tools.ts";

const ROLE = "arn:aws:iam::111122223333:role/data-science";
const SERVICE = "sagefence-remediate-drift";
const PATIENT = { timeout: 90_000, interval: 100 };
const MAY_TAKE = { timeout: 180_000 };
const SUBNETS = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"];
const SECURITY_GROUPS = ["sg-0a1b2c3d4e5f60001"];
const IMAGE = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.5-cpu-py311";
const HOUR = 3_600_000;

let account: LocalAccount;
let ledger: Ledger;

beforeAll(async () => {
  ({ account, ledger } = await startPackaged({
    historyDelayMs: 50,
    // CloudTrail sends no event about a notebook that is called unseen.
    eventDelayMs: ({ input }: RecordedCall) => (input.NotebookInstanceName === "unseen" ? HOUR : 50),
    speeds: {
      sageMaker: {
        ...{ notebookPending: 400, notebookStopping: 200, notebookDeleting: 200, domainPending: 100 },
        ...{ domainUpdating: 100, trainingStarting: 100, trainingDownloading: 100, trainingTraining: HOUR },
        ...{ tuningTraining: HOUR, trainingStopping: 100, processingStarting: 100, processingRunning: 200 },
        ...{ pipelineStepStarting: 50, transformRunning: HOUR },
      },
      lambda: { waits: 0.02, retries: 0.001 },
    },
  }));
  // The service gives CloudTrail half a minute here; the other tests run meanwhile.
  const input = { NotebookInstanceName: "unseen", InstanceType: "ml.t3.medium" as const, RoleArn: ROLE };
  await jane().send(new CreateNotebookInstanceCommand(input));
}, 120_000);
afterAll(() => account?.close());

function jane() {
  return sageMakerAs(account, "jane");
}

function findingOn(name: string): Promise<Finding> {
  return vi.waitFor(async () => {
    const finding = await findingAbout(ledger, name);
    if (finding === undefined) throw new Error(`no finding about ${name}`);
    return finding;
  }, PATIENT);
}

function openQuestion(name: string): Promise<string> {
  return vi.waitFor(async () => {
    const id = (await findingAbout(ledger, name))?.questionId ?? null;
    if (id === null || (await ledger.getQuestion(id))?.callbackId === null) throw new Error("no question yet");
    return id;
  }, PATIENT);
}

function messagesAbout(name: string): string[] {
  return account
    .messages()
    .topics.map(({ message }) => message)
    .filter((message) => message.includes(name));
}

/** Every trigger so far has been looked at. */
async function quiet(): Promise<void> {
  const invocations = () => account.happenings().filter(({ type }) => type === "invocation").length;
  let before = -1;
  await vi.waitFor(
    () => {
      const now = invocations();
      const still = now === before;
      before = now;
      if (!still) throw new Error("still at work");
    },
    { timeout: 90_000, interval: 1_500 },
  );
}

describe("a pipeline with one bad step", () => {
  const training = {
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: "File" },
    OutputDataConfig: { S3OutputPath: "s3://acme-ml/out" },
    ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 10 },
    RoleArn: ROLE,
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    EnableNetworkIsolation: true,
  };
  const definition = {
    Version: "2020-12-01",
    Parameters: [{ Name: "Subnet", Type: "String", DefaultValue: SUBNETS[0] }],
    Steps: [
      {
        Name: "Prepare",
        Type: "Training",
        Arguments: {
          ...training,
          VpcConfig: { Subnets: [{ Get: "Parameters.Subnet" }], SecurityGroupIds: SECURITY_GROUPS },
        },
      },
      { Name: "Fit", Type: "Training", Arguments: training },
    ],
  };

  it("is one finding that names the step, before and while it runs", MAY_TAKE, async () => {
    const PipelineName = "churn-weekly";
    const PipelineDefinition = JSON.stringify(definition);
    await jane().send(new CreatePipelineCommand({ PipelineName, PipelineDefinition, RoleArn: ROLE }));
    const finding = await findingOn(PipelineName);
    expect(finding.violations.filter(({ advisory }) => !advisory)).toMatchObject([
      { rule: "runs-in-vpc", unit: "Steps[Fit]" },
    ]);
    // Nothing runs yet, so there is nothing to stop; what remains is to exempt it.
    await openQuestion(PipelineName);

    const { PipelineExecutionArn } = await jane().send(new StartPipelineExecutionCommand({ PipelineName }));
    await vi.waitFor(() => {
      const jobs = account.sagemaker.inspect
        .resources("training-job")
        .filter(({ name }) => name.startsWith("pipelines-"));
      expect(jobs.length).toBeGreaterThan(0);
    }, PATIENT);
    await quiet();

    const open = (await ledger.listOpenFindings(100)).map(({ resource }) => resource.name);
    expect(open.filter((name) => name.startsWith("pipelines-"))).toEqual([]);
    expect(PipelineExecutionArn).toContain("churn-weekly");
  });
});

describe("a tuning job with 50 children", () => {
  it("is one finding with one message, and one stop", MAY_TAKE, async () => {
    const HyperParameterTuningJobName = "wide-search";
    await jane().send(
      new CreateHyperParameterTuningJobCommand({
        HyperParameterTuningJobName,
        HyperParameterTuningJobConfig: {
          Strategy: "Random",
          ResourceLimits: { MaxNumberOfTrainingJobs: 50, MaxParallelTrainingJobs: 50 },
          HyperParameterTuningJobObjective: { Type: "Minimize", MetricName: "loss" },
        },
        TrainingJobDefinition: {
          AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: "File" },
          OutputDataConfig: { S3OutputPath: "s3://acme-ml/out" },
          ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 10 },
          RoleArn: ROLE,
          StoppingCondition: { MaxRuntimeInSeconds: 3600 },
        },
      }),
    );
    const id = await openQuestion(HyperParameterTuningJobName);
    const list = new ListTrainingJobsForHyperParameterTuningJobCommand({
      HyperParameterTuningJobName,
      MaxResults: 100,
    });
    await vi.waitFor(async () => expect((await jane().send(list)).TrainingJobSummaries).toHaveLength(50), PATIENT);
    await quiet();

    const open = await ledger.listOpenFindings(100);
    expect(open.filter(({ resource }) => resource.name.startsWith(HyperParameterTuningJobName))).toHaveLength(1);
    const found = messagesAbout(HyperParameterTuningJobName).filter((message) => message.includes("What is wrong"));
    expect(found.length).toBeGreaterThan(0);

    expect(await sagefence(account, "mei", "approve", id, "stop", "--yes")).toMatchObject({ code: 0 });
    await vi.waitFor(async () => {
      const job = new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName });
      expect((await jane().send(job)).HyperParameterTuningJobStatus).toBe("Stopped");
    }, PATIENT);
    await quiet();
    const stops = changesBy(account, SERVICE).filter(
      (change) => change.startsWith("Stop") && change.includes("search"),
    );
    expect(stops).toEqual([`StopHyperParameterTuningJob ${HyperParameterTuningJobName}`]);
  });
});

describe("a transform job on a model outside of the VPC", () => {
  it("points at the model", MAY_TAKE, async () => {
    const ModelName = "public-scorer";
    const PrimaryContainer = { Image: IMAGE };
    await jane().send(new CreateModelCommand({ ModelName, PrimaryContainer, ExecutionRoleArn: ROLE }));
    await jane().send(
      new CreateTransformJobCommand({
        TransformJobName: "score-everything",
        ModelName,
        TransformInput: { DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://acme-ml/in" } } },
        TransformOutput: { S3OutputPath: "s3://acme-ml/out" },
        TransformResources: { InstanceType: "ml.m5.large", InstanceCount: 1 },
      }),
    );

    const finding = await findingOn("score-everything");
    expect(finding.violations[0]).toMatchObject({ rule: "runs-in-vpc" });
    expect(finding.violations[0]?.message).toContain(`The place to fix it is the model ${ModelName}.`);
    await vi.waitFor(() => {
      expect(messagesAbout("score-everything").join("\n")).toContain(`The place to fix it is the model ${ModelName}.`);
    }, PATIENT);
  });
});

describe("a domain that was right", () => {
  it("is caught when an update sends it through the public internet", MAY_TAKE, async () => {
    const { DomainArn = "" } = await jane().send(
      new CreateDomainCommand({
        DomainName: "research",
        AuthMode: "IAM",
        VpcId: "vpc-0a1b2c3d",
        SubnetIds: SUBNETS,
        AppNetworkAccessType: "VpcOnly",
        DefaultUserSettings: { ExecutionRole: ROLE, SecurityGroups: SECURITY_GROUPS },
      }),
    );
    const DomainId = DomainArn.split("/").at(-1);
    await vi.waitFor(() => {
      const [domain] = account.sagemaker.inspect.resources("domain");
      expect(domain?.state).toBe("InService");
    }, PATIENT);
    expect(await findingAbout(ledger, "research")).toBeUndefined();

    await jane().send(new UpdateDomainCommand({ DomainId, AppNetworkAccessType: "PublicInternetOnly" }));

    expect((await findingOn("research")).violations).toMatchObject([{ rule: "studio-vpc-only" }]);
  });
});

describe("a notebook that is deleted while its question is open", () => {
  it("leaves nobody with a question, and no finding", MAY_TAKE, async () => {
    const NotebookInstanceName = "short-lived";
    const input = { NotebookInstanceName, InstanceType: "ml.t3.medium" as const, RoleArn: ROLE };
    await jane().send(new CreateNotebookInstanceCommand(input));
    const id = await openQuestion(NotebookInstanceName);
    await jane().send(new DeleteNotebookInstanceCommand({ NotebookInstanceName }));

    await vi.waitFor(async () => expect((await ledger.getQuestion(id))?.status).toBe("void"), PATIENT);
    await vi.waitFor(async () => expect(await findingAbout(ledger, NotebookInstanceName)).toBeUndefined(), PATIENT);
    await vi.waitFor(() => {
      expect(messagesAbout(NotebookInstanceName).join("\n")).toContain("Nobody needs to answer any more");
    }, PATIENT);
  });
});

describe("a notebook of which CloudTrail tells nothing", () => {
  it("is found by SageMaker's own event, and its maker in the event history", MAY_TAKE, async () => {
    const finding = await findingOn("unseen");
    expect(finding.creator).toMatchObject({ name: "jane" });
    const id = await openQuestion("unseen");
    expect(await sagefence(account, "jane", "approve", id, "exempt", "--yes")).toMatchObject({ code: 2 });
  });
});
