/** A small account to look resources up in, for the kinds that are judged through others. */
import type { Posture } from "../../shared/sagemaker/posture.ts";
import type { LookUp } from "../../shared/sagemaker/whole-posture.ts";

export const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };

/** By kind and id; what is not there is gone. */
const ACCOUNT: Readonly<Record<string, object>> = {
  "model/inside": { ModelName: "inside", VpcConfig: VPC, EnableNetworkIsolation: true },
  "model/outside": { ModelName: "outside", EnableNetworkIsolation: false },
  "endpoint-config/inside": { ProductionVariants: [{ VariantName: "all", ModelName: "inside" }] },
  "endpoint-config/outside": { ProductionVariants: [{ VariantName: "all", ModelName: "outside" }] },
  "endpoint-config/shared": {
    ProductionVariants: [{ VariantName: "all" }],
    VpcConfig: VPC,
    EnableNetworkIsolation: true,
  },
  "endpoint/shared": { EndpointName: "shared", EndpointConfigName: "shared" },
};

export const lookUp: LookUp = async (kind, id) => {
  const description = ACCOUNT[`${kind.id}/${id}`];
  return description === undefined ? { status: "gone" } : { status: "read", description };
};

/** What is said of the subnets: the unit's path, where they are from, and their value or why there is none. */
export function subnetsIn({ units }: Posture): [string, string, unknown][] {
  return units.flatMap(({ path, settings, inheritedFrom: from }): [string, string, unknown][] => {
    const { subnets } = settings;
    if (subnets === undefined) return [];
    const held = subnets.status === "set" ? subnets.value : subnets.status === "unread" ? subnets.reason : null;
    return [[path, from === undefined ? "" : `${from.kind} ${from.name}`, held]];
  });
}
