/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html, where a unit has it as `VpcConfig`. */
import type { UnitSettings } from "./resource-kind.ts";

export const VPC_CONFIG = {
  subnets: "VpcConfig.Subnets",
  securityGroups: "VpcConfig.SecurityGroupIds",
} as const satisfies UnitSettings;
