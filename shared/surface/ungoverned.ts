/**
 * What no rule judges, with the reason for leaving it alone. `test/conventions/coverage.test.ts` fails where a member is
 * missing here, and where a reason stands here for nothing any more.
 */

export interface LeftAlone {
  /** Every operation that has such a member, where left out. */
  operations?: readonly string[];
  /** Path of the member or of a structure, whose members are meant then; `*.` stands for any structures above it. */
  member: string;
  reason: string;
}

export const LEFT_ALONE: readonly LeftAlone[] = [
  {
    operations: ["CreateHubContentPresignedUrls"],
    member: "AccessConfig",
    reason: "It downloads content of a hub and sets up nothing that runs.",
  },
  {
    operations: ["CreateDomain", "UpdateDomain"],
    member: "AppSecurityGroupManagement",
    reason:
      "It says whether SageMaker or the customer keeps the groups between a domain's RStudio apps; groups that the customer names are judged where they are named.",
  },
  {
    operations: ["CreateTrainingJob"],
    member: "DebugHookConfig",
    reason: "It says which tensors SageMaker Debugger stores in S3, and opens no way into the container.",
  },
  {
    operations: ["CreateTrainingJob"],
    member: "DebugRuleConfigurations[]",
    reason: "SageMaker Debugger evaluates its rules in processing jobs of the account, which are judged themselves.",
  },
  {
    operations: ["CreateAlgorithm"],
    member: "ValidationSpecification",
    reason: "The jobs that validate it have no VPC input; a job made of it is judged when it is created.",
  },
  {
    member: "*.FileSystemDataSource.FileSystemAccessMode",
    reason: "It mounts a file system for reading or for writing; the job reaches it through its own network.",
  },
  {
    operations: ["CreateCluster", "UpdateCluster"],
    member: "*.FsxLustreConfig.DnsName",
    reason: "It names a file system, which instances reach through the network of their group.",
  },
  {
    operations: ["CreateCluster", "UpdateCluster"],
    member: "*.FsxOpenZfsConfig.DnsName",
    reason: "It names a file system, which instances reach through the network of their group.",
  },
  {
    operations: ["CreateCluster", "UpdateCluster"],
    member: "InstanceGroups[].NetworkInterface.InterfaceType",
    reason:
      "It chooses between EFA alone and EFA beside an IP interface; subnets and groups are those of the instance group.",
  },
  {
    operations: ["AttachClusterNodeNetworkInterface"],
    member: "NetworkInterfaceId",
    reason:
      "The subnet and groups of the interface stand in EC2 alone, so the call is told as one that could not be assessed; ec2:Subnet and ec2:Vpc restrict in IAM which interfaces people make.",
  },
  {
    operations: ["StartPipelineExecution"],
    member: "PipelineParameters[]",
    reason:
      "They are values for one execution; a job that they lead out of the network which the definition gives it is judged itself when it is created.",
  },
  {
    member: "*.StudioWebPortal",
    reason: "It says whether a user may open Studio; apps run in the same network either way.",
  },
  {
    member: "*.StudioWebPortalSettings",
    reason: "It says what Studio shows to a user, and under which session name the user acts.",
  },
  {
    operations: ["CreateDomain", "UpdateDomain"],
    member: "*.UnifiedStudioSettings.StudioWebPortalAccess",
    reason:
      "It says through which of two web interfaces users reach the domain; apps run in the same network either way.",
  },
  {
    operations: ["CreateDomain", "UpdateDomain"],
    member: "VpcId",
    reason: "A subnet belongs to exactly one VPC, so the subnets, which are judged, say more.",
  },
  {
    operations: ["CreateWorkforce", "UpdateWorkforce"],
    member: "WorkforceVpcConfig.VpcId",
    reason: "A subnet belongs to exactly one VPC, so the subnets, which are judged, say more.",
  },
];

export interface WithoutSettings {
  operations: readonly string[];
  reason: string;
}

/** Operations that make or start something, with no network member in this version of the SDK, and of no resource kind. */
export const WITHOUT_SETTINGS: readonly WithoutSettings[] = [
  {
    operations: [
      "CreateAIRecommendationJob",
      "CreateEdgePackagingJob",
      "CreateMlflowApp",
      "CreateMlflowTrackingServer",
      "CreateModelCardExportJob",
      "CreatePartnerApp",
      "StartMlflowTrackingServer",
    ],
    reason: "It has no VPC input in this SDK version; in which network it runs is SageMaker's choice.",
  },
  {
    operations: ["CreateFeatureGroup"],
    reason:
      "It is a store behind SageMaker's API, with no VPC input; the policy of a VPC endpoint can restrict who reaches it.",
  },
  {
    operations: ["CreateModelPackage"],
    reason: "The jobs that validate it have no VPC input; a model made of it is judged when it is created.",
  },
  {
    operations: [
      "CreatePartnerAppPresignedUrl",
      "CreatePresignedDomainUrl",
      "CreatePresignedMlflowAppUrl",
      "CreatePresignedMlflowTrackingServerUrl",
      "CreatePresignedNotebookInstanceUrl",
    ],
    reason:
      "It lets one person in and sets nothing; IAM restricts from where with aws:SourceIp, aws:SourceVpc and aws:SourceVpce.",
  },
  {
    operations: ["StartSession"],
    reason:
      "It opens a space to a remote IDE; whether the space admits any is judged where the space is made or changed.",
  },
  {
    operations: ["RetryPipelineExecution"],
    reason:
      "It repeats steps of an execution whose pipeline was judged, and the jobs that it makes are judged themselves.",
  },
  {
    operations: ["CreateStudioLifecycleConfig"],
    reason:
      "It stores a script that runs inside a Studio app whose network is judged; what a script does there is not read.",
  },
  {
    operations: ["CreateProject"],
    reason: "It deploys a template; what that makes in SageMaker is judged when it is created.",
  },
  {
    operations: ["CreateFlowDefinition", "CreateHumanTaskUi"],
    reason: "It gives tasks to people; from where they see them is a setting of their workforce, which is judged.",
  },
  {
    operations: ["AttachClusterNodeVolume", "StartClusterHealthCheck"],
    reason: "It concerns nodes that run already, and leaves them in their network.",
  },
  {
    operations: [
      "CreateDeviceFleet",
      "CreateEdgeDeploymentPlan",
      "CreateEdgeDeploymentStage",
      "RegisterDevices",
      "StartEdgeDeploymentStage",
    ],
    reason: "It concerns devices outside of AWS, in networks of their own.",
  },
  {
    operations: ["CreateClusterSchedulerConfig", "CreateComputeQuota", "CreateTrainingPlan"],
    reason: "It reserves or shares out capacity, and runs nothing.",
  },
  {
    operations: [
      "CreateAIWorkloadConfig",
      "CreateAction",
      "CreateAppImageConfig",
      "CreateArtifact",
      "CreateCodeRepository",
      "CreateContext",
      "CreateExperiment",
      "CreateHub",
      "CreateHubContentReference",
      "CreateImage",
      "CreateImageVersion",
      "CreateModelCard",
      "CreateModelPackageGroup",
      "CreateTrial",
      "CreateTrialComponent",
    ],
    reason: "It stores a description of something, and runs nothing.",
  },
];

/** The path that the reason is for, as far as it is the beginning of this member's; null where it is for others. */
export function coveredPath({ operations, member }: LeftAlone, operation: string, path: string): string | null {
  if (operations?.includes(operation) === false) return null;
  const anywhere = member.startsWith("*.");
  const wanted = (anywhere ? member.slice(2) : member).split(".");
  const parts = path.split(".");
  const last = anywhere ? parts.length - wanted.length : 0;
  for (let start = 0; start <= last; start += 1) {
    if (wanted.every((part, index) => part === parts[start + index])) {
      return parts.slice(0, start + wanted.length).join(".");
    }
  }
  return null;
}
