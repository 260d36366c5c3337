/**
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_NetworkConfig.html and
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringNetworkConfig.html, where a unit has one of
 * them as `NetworkConfig`.
 */
import type { UnitSettings } from "./resource-kind.ts";

export const NETWORK_CONFIG = {
  subnets: "NetworkConfig.VpcConfig.Subnets",
  securityGroups: "NetworkConfig.VpcConfig.SecurityGroupIds",
  networkIsolation: "NetworkConfig.EnableNetworkIsolation",
  trafficEncryption: "NetworkConfig.EnableInterContainerTrafficEncryption",
} as const satisfies UnitSettings;
