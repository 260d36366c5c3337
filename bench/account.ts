/** What a local account holds when it is measured. */
import { REGION, type ReadingAccount, ROLE } from "../test/support/reading-account.ts";

const SUBNETS = ["01", "02", "03", "07", "08", "09"].map((end) => `subnet-0a1b2c3d4e5f600${end}`);

/** Models, training jobs and notebooks; half of them in subnets that are public or behind NAT. */
export async function make(index: number, account: ReadingAccount): Promise<void> {
  const name = `r-${index}`;
  const subnet = SUBNETS[index % SUBNETS.length] ?? "";
  const SecurityGroupIds = ["sg-0a1b2c3d4e5f60001"];
  const VpcConfig = { Subnets: [subnet], SecurityGroupIds };
  const image = `111122223333.dkr.ecr.${REGION}.amazonaws.com/churn:1`;
  if (index % 5 < 2) {
    const PrimaryContainer = { Image: image };
    await account.call("CreateModel", { ModelName: name, ExecutionRoleArn: ROLE, PrimaryContainer, VpcConfig });
  } else if (index % 5 < 4) await account.call("CreateTrainingJob", trainingInput(name, image, VpcConfig));
  else {
    const where = { SubnetId: subnet, SecurityGroupIds, DirectInternetAccess: "Disabled" };
    const what = { NotebookInstanceName: name, InstanceType: "ml.t3.medium", RoleArn: ROLE };
    await account.call("CreateNotebookInstance", { ...what, ...where });
  }
}

function trainingInput(TrainingJobName: string, TrainingImage: string, VpcConfig: object): Record<string, unknown> {
  return {
    ...{ TrainingJobName, VpcConfig, RoleArn: ROLE },
    AlgorithmSpecification: { TrainingImage, TrainingInputMode: "File" },
    OutputDataConfig: { S3OutputPath: "s3://bucket/out" },
    ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3_600 },
  };
}
