/** Whether what a unit does goes through its subnets, and what of AWS it reaches from them. */
import {
  type EndpointPlace,
  type EndpointState,
  endpointState,
  natPathOf,
  neededEndpoints,
  wayToServices,
} from "../network/endpoints/endpoints.ts";
import { vpcOf } from "../network/vpc.ts";
import { namedIn, type PostureUnit } from "../sagemaker/posture.ts";
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
  const inVpc = subnets.filter((subnet) => {
    const vpc = vpcOf(subnet, network);
    return vpc.status === "known" && vpc.value === vpcId;
  });
  return { vpcId, subnets: inVpc, securityGroups: namedIn(unit.settings.securityGroups), region, account };
}

/**
 * Whether the required endpoints of the kind serve the place; subnets from which its calls get to the internet need none.
 * What is certain of some subnets counts before what is unclear of others.
 */
export function judgeEndpoints(place: EndpointPlace, kindId: string, context: RuleContext): IdJudgement {
  const { cut, unclear } = needySubnets(place, context);
  const certain = servedOf({ ...place, subnets: cut }, kindId, context);
  if (certain.lacking !== null)
    return { status: "violation", ...withBar(certain.lacking, { ...place, subnets: cut }, context) };
  const perhaps = servedOf({ ...place, subnets: unclear }, kindId, context);
  if (perhaps.lacking === null) return unreadOf([...certain.states, ...perhaps.states]);
  const reason = `whether ${unclear[0]} reaches AWS another way is not known, and ${perhaps.lacking.reason}`;
  return { status: "unknown", reason };
}

/** The subnets that need endpoints, and those that may. */
function needySubnets({ subnets, securityGroups }: EndpointPlace, { network, egressLimited }: RuleContext) {
  const ways = subnets.map((subnet) => ({ subnet, way: wayToServices(subnet, securityGroups, network) }));
  const cut = ways.filter(({ way }) => way === "no" || (way === "yes" && egressLimited));
  const unclear = ways.filter(({ way }) => way === "unknown");
  return { cut: cut.map(({ subnet }) => subnet), unclear: unclear.map(({ subnet }) => subnet) };
}

/** A way that is there and that the groups do not let HTTPS take is told, too. */
function withBar(lacking: Lacking, { subnets, securityGroups }: EndpointPlace, context: RuleContext): Lacking {
  if (context.egressLimited || subnets.every((subnet) => natPathOf(subnet, context.network) === "no")) return lacking;
  const message = `${lacking.message} ${securityGroups.join(", ")} lets no HTTPS out to the internet.`;
  return { ...lacking, message, causes: [...lacking.causes, ...securityGroups] };
}

function servedOf(place: EndpointPlace, kindId: string, { network }: RuleContext) {
  if (place.subnets.length === 0) return { states: [], lacking: null };
  const required = neededEndpoints(kindId).filter((need) => need.required);
  const states = required.map((need) => ({ service: need.service, state: endpointState(need, place, network) }));
  return { states, lacking: lackingOf(place.vpcId, states) };
}

type Served = readonly { service: string; state: EndpointState }[];

interface Lacking {
  reason: string;
  message: string;
  causes: readonly string[];
}

function lackingOf(vpcId: string, states: Served): Lacking | null {
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
