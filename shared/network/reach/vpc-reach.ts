/** What a resource reaches whose traffic goes through a VPC. */
import { FAMILIES, type Family } from "../cidr.ts";
import { type EndpointNeed, endpointState } from "../endpoints/endpoints.ts";
import type { NetworkFacts } from "../facts.ts";
import { openingsOf } from "../groups/groups.ts";
import { httpsOut } from "../groups/https.ts";
import { letOut } from "../groups/let-out.ts";
import { internetAddresses } from "../routes/interface.ts";
import { type Egress, egressOf, formatPath, type Path, pathsOf } from "../routes/path.ts";
import { classifySubnet, type FamilyClass } from "../routes/subnet.ts";
import type { TargetKind } from "../routes/target.ts";
import { waysOut } from "../routes/ways-out.ts";
import { vpcOf } from "../vpc.ts";
import { depends, mostReaching, no, type Reason, unclear, yes } from "./reached.ts";

/** Where its interfaces stand, and what they are. */
export interface VpcGround {
  subnets: readonly string[];
  /** Not judged where none is named. */
  securityGroups: readonly string[];
  /** Ids of its interfaces, where it tells them. */
  interfaces: readonly string[];
  /** Whether its settings give it IPv6 addresses; null where it has no such setting. */
  dualStack: boolean | null;
  account: string | null;
  region: string | null;
}

export interface VpcReach {
  internet: Reason;
  vpc: Reason;
  onPremises: Reason;
  s3: Reason;
  sageMakerApi: Reason;
}

const S3: EndpointNeed = { service: "s3", type: "gateway", why: "data in S3", required: true };
const API: EndpointNeed = { service: "sagemaker.api", type: "interface", why: "the SageMaker API", required: true };

/** Everything goes by the routes of its subnets and by its security groups. */
export function reachThroughVpc(ground: VpcGround, facts: NetworkFacts): VpcReach {
  const internet = internetReach(ground, facts);
  return {
    internet,
    vpc: withinVpc(ground, facts),
    onPremises: onPremisesReach(ground, facts),
    s3: serviceReach(S3, ground, internet, facts),
    sageMakerApi: serviceReach(API, ground, internet, facts),
  };
}

/** Only what is for the VPC's own ranges goes through it, whatever its routes. */
export function reachBesideVpc(ground: VpcGround, facts: NetworkFacts): Pick<VpcReach, "vpc" | "onPremises"> {
  const routed = onPremisesReach(ground, facts);
  const scripted =
    "only what is for the VPC's own ranges goes through it by itself; what is for networks on premises does if a lifecycle script adds the route after every start";
  const onPremises = routed.path === null ? routed : depends(`${scripted}; ${routed.why}`, routed.path);
  return { vpc: withinVpc(ground, facts), onPremises };
}

function withinVpc({ subnets, securityGroups }: VpcGround, facts: NetworkFacts): Reason {
  const where = `through its interface in ${subnets.join(" or ")}`;
  if (securityGroups.length === 0) return yes(where);
  const { openings, unread } = openingsOf(securityGroups, facts);
  const behind = `${where}, as far as ${securityGroups.join(", ")} lets out`;
  if (openings.some(({ direction }) => direction === "out")) return yes(behind);
  const [first] = unread;
  return first === undefined ? no(`${securityGroups.join(", ")} lets nothing out`) : unclear(first.reason);
}

function internetReach(ground: VpcGround, facts: NetworkFacts): Reason {
  const over = FAMILIES.flatMap((family) => {
    const reason = internetOver(family, ground, facts);
    return reason === null ? [] : [{ family, ...reason }];
  });
  const best = mostReaching(over);
  if (best === undefined) return no("its subnets have no addresses of either family");
  const whys = new Set(over.map(({ family, ...reason }) => inWords(reason, family, best, over.length)));
  return { reached: best.reached, why: [...whys].join("; "), path: best.path };
}

const FAMILY_NAMES: Record<Family, string> = { ipv4: "IPv4", ipv6: "IPv6" };

function inWords({ reached, why }: Reason, family: Family, best: Reason, families: number): string {
  if (families === 1 || (reached === "no" && best.reached === "no")) return why;
  const said = { yes: "", no: "not ", depends: "", unknown: "perhaps " }[reached];
  return `${said}over ${FAMILY_NAMES[family]}, ${why}`;
}

/** Null where it has no addresses of the family. */
function internetOver(family: Family, ground: VpcGround, facts: NetworkFacts): Reason | null {
  const classes = ground.subnets.map((id) => classifySubnet(id, facts).families[family]);
  const addressed = classes.filter(({ addresses }) => addresses !== "none");
  if (addressed.length === 0 || (family === "ipv6" && ground.dualStack === false)) return null;
  const routed = mostReaching(addressed.map((one) => routedTo(one, family, ground, facts)));
  if (routed === undefined || routed.reached === "no") return routed ?? null;
  return behindGroups(routed, family, ground, facts);
}

function behindGroups(routed: Reason, family: Family, { securityGroups }: VpcGround, facts: NetworkFacts): Reason {
  if (securityGroups.length === 0) return routed;
  const groups = securityGroups.join(", ");
  const out = letOut(securityGroups, family, facts);
  if (out.scope === "everything") return routed;
  if (out.scope === "nothing") return no(`${groups} lets nothing out to it`);
  if (out.scope === "unknown") return unclear(out.reason, routed.path);
  const parts = `${groups} lets out to no more of it than ${out.peers.join(", ")}`;
  return { ...routed, ...(routed.reached === "yes" && { reached: "depends" }), why: `${routed.why}; ${parts}` };
}

/** By the routes alone. */
function routedTo(subnet: FamilyClass, family: Family, ground: VpcGround, facts: NetworkFacts): Reason {
  const path = pathWith(subnet.egress, subnet.paths);
  const by = path === null ? "" : formatPath(path);
  const unread = subnet.unread.length > 0 ? subnet.unread.join("; ") : `where ${by} leads was not told`;
  if (subnet.egress === "none")
    return no(`no route of ${ground.subnets.join(", ")} leads there${overIpv4(ground, facts)}`);
  if (subnet.egress === "unknown") return unclear(unread, path);
  if (subnet.egress === "delegated") return depends(`on the network that ${by} leads to`, path);
  if (subnet.egress === "internet-with-public-address") return byPublicAddress(by, path, ground, facts);
  return family === "ipv6" && ground.dualStack !== true ? byIpv6Address(by, path, ground, facts) : yes(by, path);
}

/** Said where a route over IPv6 leads there, which serves nothing that has only IPv4 addresses. */
function overIpv4({ subnets, dualStack }: VpcGround, facts: NetworkFacts): string {
  const leads = subnets.some((id) => classifySubnet(id, facts).families.ipv6.egress !== "none");
  return dualStack === false && leads ? " over IPv4, and it has no IPv6 addresses" : "";
}

function byPublicAddress(by: string, path: Path | null, { interfaces }: VpcGround, facts: NetworkFacts): Reason {
  const told = interfaces.map((id) => internetAddresses(id, facts));
  const address = told.flatMap((one) => (one.status === "known" ? (one.value.publicIpv4 ?? []) : []))[0];
  if (address !== undefined) return yes(`from ${address} by ${by}`, path);
  const known = told.length > 0 && told.every(({ status }) => status === "known");
  return known
    ? no(`${by} serves only interfaces with a public IPv4 address, and its own has none`)
    : depends(`on a public IPv4 address of its interface, without which ${by} does not serve it`, path);
}

function byIpv6Address(by: string, path: Path | null, { interfaces }: VpcGround, facts: NetworkFacts): Reason {
  const told = interfaces.map((id) => internetAddresses(id, facts));
  if (told.some((one) => one.status === "known" && one.value.ipv6.length > 0)) return yes(by, path);
  const known = told.length > 0 && told.every(({ status }) => status === "known");
  return known
    ? no("its interface has no IPv6 address")
    : depends(`on an IPv6 address of its interface, with which it goes ${by}`, path);
}

function pathWith(egress: Egress, paths: readonly Path[]): Path | null {
  return paths.find((path) => path.egress === egress) ?? null;
}

const AWAY: readonly TargetKind[] = ["virtual-private-gateway", "transit-gateway", "core-network", "local-gateway"];

/** What is behind a gateway into another network cannot be proven from here. */
function onPremisesReach({ subnets }: VpcGround, facts: NetworkFacts): Reason {
  const reasons = subnets.map((id) => onPremisesFrom(id, facts));
  return mostReaching(reasons) ?? no("it has no subnet");
}

function onPremisesFrom(subnetId: string, facts: NetworkFacts): Reason {
  const ways = waysOut(subnetId, facts);
  if (ways.status === "unread") return unclear(ways.reason);
  const way = ways.value.find((one) => AWAY.includes(one.target.kind) && egressOf(one) !== "none");
  if (way === undefined) return no(`no route of ${subnetId} leads to a virtual private or transit gateway`);
  const [path = null] = pathsOf(subnetId, way, facts);
  return depends(`on what is behind ${path === null ? way.target.kind : formatPath(path)}`, path);
}

/** By an endpoint in the VPC, else the way that leads to the internet. */
function serviceReach(need: EndpointNeed, ground: VpcGround, internet: Reason, facts: NetworkFacts): Reason {
  const vpc = vpcOf(ground.subnets[0] ?? "", facts);
  if (vpc.status === "unread") return unclear(vpc.reason);
  const state = endpointState(need, { ...ground, vpcId: vpc.value }, facts);
  if (state.status === "present")
    return state.limits === null ? yes(`through ${state.id}`) : depends(`on the call, for ${state.limits}`);
  const lacking = state.status === "missing" ? `no VPC endpoint in ${vpc.value} is for it` : state.reason;
  const way = overHttps(internet, ground, facts);
  if (way.reached === "yes") return yes(`the way it reaches the internet, for ${lacking}`, way.path);
  if (way.reached === "no" && state.status === "unknown") return unclear(lacking);
  return { ...way, why: `${lacking}; ${way.why}` };
}

/** The services speak nothing else, whatever else the groups let out. */
function overHttps(internet: Reason, { securityGroups }: VpcGround, facts: NetworkFacts): Reason {
  if (securityGroups.length === 0 || internet.reached === "no") return internet;
  const out = httpsOut(securityGroups, facts);
  const groups = securityGroups.join(", ");
  if (out === "nowhere") return no(`${groups} lets no HTTPS out`);
  if (out === "everywhere" || internet.reached !== "yes") return internet;
  return depends(`on its address, for ${groups} does not let HTTPS out to all`, internet.path);
}
