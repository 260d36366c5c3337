/** Whether what a unit does goes through its subnets, and what of AWS it reaches from them. */
import {
  type EndpointPlace,
  type EndpointState,
  endpointState,
  natPathOf,
  neededEndpoints,
} from "../network/endpoints/endpoints.ts";
import { vpcOf } from "../network/vpc.ts";
import type { PostureUnit } from "../sagemaker/posture.ts";
import type { SettingName } from "../sagemaker/resource-kind.ts";
import type { IdJudgement } from "./judge-ids.ts";
import { notApplicable, type RuleContext, unknown } from "./rule.ts";
import type { Judgement } from "./verdict.ts";

/**
 * Why a rule about the unit's traffic cannot judge its subnets; null where it can. Notebooks with direct internet access
 * and Studio in its default mode send all but what is for the VPC itself through SageMaker's own network.
 */
export function outsideTheVpc({ settings }: PostureUnit): Judgement | null {
  for (const [name, through] of Object.entries(THROUGH_THE_VPC) as [SettingName, string][]) {
    const setting = settings[name];
    if (setting === undefined || (setting.status === "set" && setting.value === through)) continue;
    if (setting.status === "unread") return unknown(setting.field, setting.reason);
    return notApplicable(`Its calls of AWS do not go through its subnets, because ${setting.field} is not ${through}.`);
  }
  return null;
}

const THROUGH_THE_VPC = { appNetworkAccess: "VpcOnly", directInternetAccess: "Disabled" } as const;

/** Where the subnets of a unit are that are in one VPC with this one. */
export function placeOf(
  vpcId: string,
  subnets: readonly string[],
  unit: PostureUnit,
  { network, account, region }: RuleContext,
): EndpointPlace {
  const own = unit.settings.securityGroups;
  const inVpc = subnets.filter((subnet) => {
    const vpc = vpcOf(subnet, network);
    return vpc.status === "known" && vpc.value === vpcId;
  });
  return { vpcId, subnets: inVpc, securityGroups: own?.status === "set" ? own.value : [], region, account };
}

/** Whether the required endpoints of the kind serve the place; subnets that get to the internet by themselves need none. */
export function judgeEndpoints(place: EndpointPlace, kindId: string, context: RuleContext): IdJudgement {
  const needy = place.subnets.filter((subnet) => context.egressLimited || pathOf(subnet, context) !== "yes");
  if (needy.length === 0) return { status: "compliant" };
  const required = neededEndpoints(kindId).filter((need) => need.required);
  const states = required.map((need) => ({
    service: need.service,
    state: endpointState(need, { ...place, subnets: needy }, context.network),
  }));
  const lacking = lackingOf(place.vpcId, states);
  if (lacking === null) return unreadOf(states);
  const unclear = needy.find((subnet) => pathOf(subnet, context) === "unknown");
  if (unclear === undefined) return { status: "violation", ...lacking };
  const reason = `whether ${unclear} reaches AWS another way is not known, and ${lacking.reason}`;
  return { status: "unknown", reason };
}

function pathOf(subnet: string, { network }: RuleContext): "yes" | "no" | "unknown" {
  return natPathOf(subnet, network);
}

type Served = readonly { service: string; state: EndpointState }[];

function lackingOf(vpcId: string, states: Served) {
  const missing = states.filter(({ state }) => state.status === "missing").map(({ service }) => service);
  const broken = states.flatMap(({ state }) => (state.status === "unusable" ? [state] : []));
  if (missing.length + broken.length === 0) return null;
  const none = missing.length === 0 ? [] : [`no endpoint in ${vpcId} is for ${missing.join(", ")}`];
  const reason = [...none, ...new Set(broken.map((state) => state.reason))].join("; ");
  const causes = [...(missing.length === 0 ? [] : [vpcId]), ...broken.flatMap((state) => state.causes)];
  return { reason, message: `Calls of AWS do not get through: ${reason}.`, causes };
}

function unreadOf(states: Served): IdJudgement {
  const reasons = states.flatMap(({ state }) => (state.status === "unknown" ? [state.reason] : []));
  if (reasons.length === 0) return { status: "compliant" };
  return { status: "unknown", reason: [...new Set(reasons)].join("; ") };
}
