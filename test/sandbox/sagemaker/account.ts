import { expect } from "vitest";
import { AwsError, type AwsEvent, type CallContext, type Happening } from "../../../sandbox/contract.ts";
import { createSageMaker, type SageMaker, type SageMakerOptions } from "../../../sandbox/sagemaker/index.ts";
import { createFakeTime, type FakeTime } from "./fake-time.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/data-science`;
export const VPC = { Subnets: ["subnet-1a"], SecurityGroupIds: ["sg-1a"] };

type Answer = Record<string, unknown>;

export interface TestAccount {
  sagemaker: SageMaker;
  time: FakeTime;
  events: AwsEvent[];
  happenings: Happening[];
  call(operation: string, input?: Answer): Promise<Answer>;
  /** The code and the message of the refusal, as `CODE: message`. */
  refusal(operation: string, input?: Answer): Promise<string>;
}

export function openAccount(options: Partial<SageMakerOptions> = {}): TestAccount {
  const time = createFakeTime();
  const events: AwsEvent[] = [];
  const happenings: Happening[] = [];
  const sagemaker = createSageMaker({
    accountId: ACCOUNT,
    region: REGION,
    time,
    emit: (event) => void events.push(event),
    onChange: (happening) => void happenings.push(happening),
    ...options,
  });
  const call = async (operation: string, input: Answer = {}) => {
    const run = sagemaker.operations[operation];
    if (run === undefined) throw new TypeError(`no operation ${operation}`);
    return run(input, contextAt(time.now()));
  };
  return {
    sagemaker,
    time,
    events,
    happenings,
    call,
    refusal: (operation, input) => refusalOf(call(operation, input)),
  };
}

async function refusalOf(answer: Promise<Answer>): Promise<string> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AwsError);
  return error instanceof AwsError ? `${error.code}: ${error.message}` : "";
}

export function contextAt(now: Date): CallContext {
  const caller = {
    type: "IAMUser" as const,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/jane`,
    name: "jane",
    accessKeyId: "AKIAJANE",
  };
  return { caller, region: REGION, requestId: "request-1", sourceIp: "127.0.0.1", userAgent: "test", now };
}

export function arn(resource: string): string {
  return `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${resource}`;
}

export function notebookInput(name: string, more: Answer = {}): Answer {
  return { NotebookInstanceName: name, InstanceType: "ml.t3.medium", RoleArn: ROLE, ...more };
}

export function trainingInput(name: string, more: Answer = {}): Answer {
  return {
    TrainingJobName: name,
    AlgorithmSpecification: { TrainingImage: "1.dkr.ecr.eu-west-1.amazonaws.com/xgb:1", TrainingInputMode: "File" },
    RoleArn: ROLE,
    OutputDataConfig: { S3OutputPath: "s3://bucket/models/" },
    ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3_600 },
    ...more,
  };
}

export function processingInput(name: string, more: Answer = {}): Answer {
  return {
    ProcessingJobName: name,
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 10 } },
    AppSpecification: { ImageUri: "1.dkr.ecr.eu-west-1.amazonaws.com/spark:1" },
    RoleArn: ROLE,
    ...more,
  };
}

export function tuningInput(name: string, more: Answer = {}): Answer {
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: {
      Strategy: "Bayesian",
      HyperParameterTuningJobObjective: { Type: "Maximize", MetricName: "validation:auc" },
      ResourceLimits: { MaxNumberOfTrainingJobs: 3, MaxParallelTrainingJobs: 2 },
      ParameterRanges: { IntegerParameterRanges: [{ Name: "max_depth", MinValue: "3", MaxValue: "9" }] },
    },
    TrainingJobDefinition: trainingDefinition(),
    ...more,
  };
}

export function trainingDefinition(more: Answer = {}): Answer {
  return {
    StaticHyperParameters: { eta: "0.2" },
    AlgorithmSpecification: { TrainingImage: "1.dkr.ecr.eu-west-1.amazonaws.com/xgb:1", TrainingInputMode: "File" },
    RoleArn: ROLE,
    OutputDataConfig: { S3OutputPath: "s3://bucket/tuning" },
    ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3_600 },
    ...more,
  };
}

export function domainInput(name: string, more: Answer = {}): Answer {
  return {
    DomainName: name,
    AuthMode: "IAM",
    DefaultUserSettings: { ExecutionRole: ROLE },
    VpcId: "vpc-1",
    SubnetIds: ["subnet-1a", "subnet-1b"],
    ...more,
  };
}
