import { ROLE, VPC } from "./account.ts";

type Input = Record<string, unknown>;

export function transformInput(name: string, more: Input = {}): Input {
  return {
    TransformJobName: name,
    ModelName: "model",
    TransformInput: { DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://bucket/in" } } },
    TransformOutput: { S3OutputPath: "s3://bucket/out" },
    TransformResources: { InstanceType: "ml.m5.large", InstanceCount: 1 },
    ...more,
  };
}

export function autoMlInput(name: string, more: Input = {}): Input {
  const S3DataSource = { S3DataType: "S3Prefix", S3Uri: "s3://bucket/in" };
  return {
    AutoMLJobName: name,
    InputDataConfig: [{ DataSource: { S3DataSource }, TargetAttributeName: "label" }],
    OutputDataConfig: { S3OutputPath: "s3://bucket/out" },
    RoleArn: ROLE,
    ...more,
  };
}

export function autoMlV2Input(name: string, more: Input = {}): Input {
  const S3DataSource = { S3DataType: "S3Prefix", S3Uri: "s3://bucket/in" };
  return {
    AutoMLJobName: name,
    AutoMLJobInputDataConfig: [{ ChannelType: "training", DataSource: { S3DataSource } }],
    AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: "label" } },
    OutputDataConfig: { S3OutputPath: "s3://bucket/out" },
    RoleArn: ROLE,
    ...more,
  };
}

export function labelingInput(name: string, more: Input = {}): Input {
  return {
    LabelingJobName: name,
    LabelAttributeName: "label",
    InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: "s3://bucket/in.manifest" } } },
    OutputConfig: { S3OutputPath: "s3://bucket/out/" },
    RoleArn: ROLE,
    HumanTaskConfig: {
      WorkteamArn: "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/team",
      UiConfig: { UiTemplateS3Uri: "s3://bucket/ui.html" },
      TaskTitle: "Cats",
      TaskDescription: "Is it a cat?",
      NumberOfHumanWorkersPerDataObject: 1,
      TaskTimeLimitInSeconds: 60,
    },
    ...more,
  };
}

export function compilationInput(name: string, more: Input = {}): Input {
  return {
    CompilationJobName: name,
    RoleArn: ROLE,
    InputConfig: { S3Uri: "s3://bucket/model.tar.gz", Framework: "PYTORCH" },
    OutputConfig: { S3OutputLocation: "s3://bucket/out/", TargetDevice: "ml_m5" },
    StoppingCondition: { MaxRuntimeInSeconds: 900 },
    VpcConfig: VPC,
    ...more,
  };
}

export function optimizationInput(name: string, more: Input = {}): Input {
  return {
    OptimizationJobName: name,
    RoleArn: ROLE,
    ModelSource: { S3: { S3Uri: "s3://bucket/model" } },
    DeploymentInstanceType: "ml.g5.xlarge",
    OptimizationConfigs: [{ ModelQuantizationConfig: { Image: "image" } }],
    OutputConfig: { S3OutputLocation: "s3://bucket/out" },
    StoppingCondition: { MaxRuntimeInSeconds: 900 },
    ...more,
  };
}

export function recommendationsInput(name: string, more: Input = {}): Input {
  return { JobName: name, JobType: "Default", RoleArn: ROLE, InputConfig: { ModelName: "model" }, ...more };
}

export function benchmarkInput(name: string, more: Input = {}): Input {
  return {
    AIBenchmarkJobName: name,
    BenchmarkTarget: { Endpoint: { Identifier: "endpoint" } },
    OutputConfig: { S3OutputLocation: "s3://bucket/out" },
    AIWorkloadConfigIdentifier: "arn:aws:sagemaker:eu-west-1:111122223333:ai-workload-config/chat",
    RoleArn: ROLE,
    ...more,
  };
}

export function jobInput(name: string, more: Input = {}): Input {
  return {
    JobName: name,
    RoleArn: ROLE,
    JobCategory: "AgentRFT",
    JobConfigSchemaVersion: "1.0.0",
    JobConfigDocument: '{"VpcConfig":{"Subnets":["subnet-1a"]}}',
    ...more,
  };
}
