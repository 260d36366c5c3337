/** The checks of a preflight that are about security groups. */
import { contains, parseCidr, type Range } from "../cidr.ts";
import { factOf, type NetworkFacts } from "../facts.ts";
import { type Direction, type Opening, type Openings, openingsOf, opensToItself } from "../groups/groups.ts";
import { addressesIn } from "../groups/https.ts";
import { ALL_PORTS, holds } from "../groups/ports.ts";
import { studioPorts } from "../groups/studio-ports.ts";
import {
  asSentence,
  type Ground,
  isStudio,
  note,
  type PreflightFinding,
  problem,
  unknown,
  unreadFinding,
} from "./finding.ts";

export function groupFindings(ground: Ground, facts: NetworkFacts): PreflightFinding[] {
  const { kind, securityGroups, instanceCount = 1 } = ground;
  if (securityGroups.length === 0) {
    return isStudio(kind) ? [problem("VpcOnly takes a security group for its users, and none is named.")] : [];
  }
  const places = securityGroups.flatMap((id) => placeOf(id, ground, facts));
  if (isStudio(kind)) return [...places, studioFinding(ground, facts)];
  return instanceCount > 1 ? [...places, ...instancesFindings(ground, facts)] : places;
}

function placeOf(id: string, { vpcId }: Ground, facts: NetworkFacts): PreflightFinding[] {
  const group = factOf(facts, "securityGroups", id);
  if (group.status === "unread") return [unreadFinding(id, group.reason)];
  const { VpcId } = group.value;
  if (VpcId === undefined) return [unknown(`In which VPC ${id} is was not told.`)];
  return vpcId === null || VpcId === vpcId ? [] : [problem(`${id} is in ${VpcId}, not in ${vpcId}.`)];
}

function studioFinding(ground: Ground, facts: NetworkFacts): PreflightFinding {
  const groups = ground.securityGroups.join(" with ");
  const ports = studioPorts(ground, facts);
  if (ports.status === "open") return note(`${groups} lets Studio's apps reach each other and the file system.`);
  if (ports.status === "unknown") return unknown(asSentence(ports.reason));
  return problem(`${groups} has no rule for ${ports.missing.join(", ")}.`);
}

/** The instances of one job talk to each other. https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html */
function instancesFindings({ securityGroups, subnets }: Ground, facts: NetworkFacts): PreflightFinding[] {
  const groups = securityGroups.join(" with ");
  const found = openingsOf(securityGroups, facts);
  const lacking = (["in", "out"] as const).filter((direction) => !opensBetween(found, direction, subnets, facts));
  if (lacking.length === 0) return [note(`${groups} lets the instances reach each other.`)];
  const words = `${groups} has no rule that lets its own members ${lacking.join(" and ")} on all TCP ports`;
  const [unread] = found.unread;
  return [unread === undefined ? problem(`${words}.`) : unknown(`${words} that was read: ${unread.reason}.`)];
}

/** By rules that name the group itself, or one that holds all addresses of the subnets. */
function opensBetween(found: Openings, direction: Direction, subnets: readonly string[], facts: NetworkFacts): boolean {
  if (opensToItself(found, { direction, protocol: "tcp", ports: ALL_PORTS })) return true;
  const ranges = found.openings.filter((one) => one.direction === direction && isForAll(one)).flatMap(rangeOf);
  return subnets.every((id) => {
    const addresses = addressesIn(id, facts);
    return addresses.status === "known" && addresses.value.every((own) => ranges.some((one) => contains(one, own)));
  });
}

function isForAll({ protocol, ports }: Opening): boolean {
  return protocol === "all" || (protocol === "tcp" && holds(ports, ALL_PORTS));
}

function rangeOf({ peer }: Opening): Range[] {
  const range = peer.kind === "range" ? parseCidr(peer.cidr) : undefined;
  return range === undefined ? [] : [range];
}
