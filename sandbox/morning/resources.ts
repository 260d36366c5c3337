/** What the people of the morning make: inputs of real calls, right and wrong ones. */
import type {
  CreateDomainCommandInput,
  CreateEndpointConfigCommandInput,
  CreateHyperParameterTuningJobCommandInput,
  CreateModelCommandInput,
  CreateNotebookInstanceCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  HyperParameterTrainingJobDefinition,
} from "@aws-sdk/client-sagemaker";
import { ACCOUNT_ID, REGION } from "../account.ts";

/** The subnets and the security group that `infra/policy/local.yaml` approves. */
const SUBNETS = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"];
const SECURITY_GROUPS = ["sg-0a1b2c3d4e5f60001"];
const VPC = { Subnets: SUBNETS, SecurityGroupIds: SECURITY_GROUPS };
const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/data-science-execution`;
const IMAGE = `763104351884.dkr.ecr.${REGION}.amazonaws.com/pytorch-training:2.5-cpu-py311`;
const BUCKET = `s3://acme-ml-${ACCOUNT_ID}`;

/** Somebody opens the private subnets for a moment, by the route table that they share. */
export const OPENED_TABLE = "rtb-0a1b2c3d4e5f60001";
export const ROUTE_TO_INTERNET = {
  RouteTableId: OPENED_TABLE,
  DestinationCidrBlock: "0.0.0.0/0",
  GatewayId: "igw-0a1b2c3d4e5f60000",
};

export const LIFECYCLE_CONFIG = "install-kernels";
/** The notebook about which the visitor decides. */
export const VISITORS_NOTEBOOK = "churn-dev";

export function goodNotebook(NotebookInstanceName: string): CreateNotebookInstanceCommandInput {
  return {
    ...{ NotebookInstanceName, InstanceType: "ml.t3.medium", RoleArn: ROLE },
    ...{ SubnetId: SUBNETS[0], SecurityGroupIds: SECURITY_GROUPS, DirectInternetAccess: "Disabled" },
    RootAccess: "Disabled",
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
    Tags: [{ Key: "team", Value: "churn" }],
  };
}

/** Direct internet access is on because nothing turns it off; with everything that a replacement has to carry. */
export function openNotebook(NotebookInstanceName: string): CreateNotebookInstanceCommandInput {
  return {
    ...{ NotebookInstanceName, InstanceType: "ml.t3.large", RoleArn: ROLE, VolumeSizeInGB: 50, RootAccess: "Disabled" },
    KmsKeyId: `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/6f1d0f7e-5c5b-4c1e-9a52-3d0c9d3a7b10`,
    LifecycleConfigName: LIFECYCLE_CONFIG,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
    Tags: [
      { Key: "team", Value: "churn" },
      { Key: "cost-centre", Value: "4711" },
    ],
  };
}

/** As CloudFormation makes it; the `aws:` tags come from the service. */
export function stackNotebook(NotebookInstanceName: string): CreateNotebookInstanceCommandInput {
  return { NotebookInstanceName, InstanceType: "ml.t3.medium", RoleArn: ROLE, DirectInternetAccess: "Enabled" };
}

export const STACK_TAGS = {
  "aws:cloudformation:stack-name": "reporting",
  "aws:cloudformation:logical-id": "ReportsNotebook",
};

export function trainingWithoutVpc(TrainingJobName: string): CreateTrainingJobCommandInput {
  return {
    ...{ TrainingJobName, RoleArn: ROLE },
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: "File" },
    ResourceConfig: { InstanceType: "ml.g5.xlarge", InstanceCount: 1, VolumeSizeInGB: 100 },
    OutputDataConfig: { S3OutputPath: `${BUCKET}/fraud` },
    StoppingCondition: { MaxRuntimeInSeconds: 14_400 },
    EnableNetworkIsolation: true,
  };
}

export function processingWithoutIsolation(ProcessingJobName: string): CreateProcessingJobCommandInput {
  return {
    ...{ ProcessingJobName, RoleArn: ROLE },
    AppSpecification: { ImageUri: IMAGE },
    ProcessingResources: { ClusterConfig: { InstanceType: "ml.m5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 } },
    NetworkConfig: { VpcConfig: VPC, EnableNetworkIsolation: false },
  };
}

/** Two definitions, of which the second has no VPC. */
export function halfGoodTuning(HyperParameterTuningJobName: string): CreateHyperParameterTuningJobCommandInput {
  return {
    HyperParameterTuningJobName,
    HyperParameterTuningJobConfig: {
      Strategy: "Random",
      ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
    },
    TrainingJobDefinitions: [{ ...tuningDefinition("boosted-trees"), VpcConfig: VPC }, tuningDefinition("linear")],
  };
}

function tuningDefinition(DefinitionName: string): HyperParameterTrainingJobDefinition {
  return {
    ...{ DefinitionName, RoleArn: ROLE },
    TuningObjective: { Type: "Maximize", MetricName: "validation:auc" },
    HyperParameterRanges: { ContinuousParameterRanges: [{ Name: "eta", MinValue: "0.1", MaxValue: "0.5" }] },
    AlgorithmSpecification: {
      TrainingImage: IMAGE,
      TrainingInputMode: "File",
      MetricDefinitions: [{ Name: "validation:auc", Regex: "auc=([0-9.]+)" }],
    },
    OutputDataConfig: { S3OutputPath: `${BUCKET}/ranking` },
    ResourceConfig: { InstanceType: "ml.m5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 3_600 },
  };
}

export function modelWithoutVpc(ModelName: string): CreateModelCommandInput {
  const container = { Image: IMAGE, ModelDataUrl: `${BUCKET}/ranking/model.tar.gz` };
  return { ModelName, ExecutionRoleArn: ROLE, PrimaryContainer: container };
}

export function endpointConfigFor(ModelName: string, EndpointConfigName: string): CreateEndpointConfigCommandInput {
  const variant = { VariantName: "all", ModelName, InitialInstanceCount: 1, InstanceType: "ml.m5.large" } as const;
  return { EndpointConfigName, ProductionVariants: [variant] };
}

export function openDomain(DomainName: string): CreateDomainCommandInput {
  return {
    ...{ DomainName, AuthMode: "IAM", VpcId: "vpc-0a1b2c3d4e5f60000", SubnetIds: SUBNETS },
    DefaultUserSettings: { ExecutionRole: ROLE, SecurityGroups: SECURITY_GROUPS },
    AppNetworkAccessType: "PublicInternetOnly",
  };
}
