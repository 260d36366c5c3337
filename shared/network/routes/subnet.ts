/** Whether a subnet is public. https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html */
import type { Family } from "../cidr.ts";
import { type Fact, type FactItem, factOf, type NetworkFacts } from "../facts.ts";
import { type Egress, egressOf, formatPath, mostOf, type Path, pathsOf } from "./path.ts";
import { type WayOut, waysOut } from "./ways-out.ts";

/** By its routes: whether an active one leads to an internet gateway, whatever its destination. */
export type Exposure = "public" | "private" | "unknown";

export interface FamilyClass {
  class: Exposure;
  /** Whether the subnet gives out addresses of the family; without any, no route makes it public. */
  addresses: "some" | "none" | "unknown";
  /** The most that its ways let out. */
  egress: Egress;
  /** Every way out, active or not, those that make the class first. */
  paths: readonly Path[];
  /** What could not be told, as clauses. */
  unread: readonly string[];
  /** The class and why, in one sentence or two. */
  sentence: string;
}

export interface SubnetClass {
  subnetId: string;
  /** The worst of both families. */
  class: Exposure;
  families: Readonly<Record<Family, FamilyClass>>;
}

/**
 * The class of a subnet per address family. A subnet whose internet gateway is cut off by VPC Block Public Access, or
 * whose route to it is unused because of preferred ones, is public all the same: its egress says what passes.
 */
export function classifySubnet(subnetId: string, facts: NetworkFacts): SubnetClass {
  const ways = waysOut(subnetId, facts);
  const subnet = factOf(facts, "subnets", subnetId);
  const ipv4 = classify({ subnetId, family: "ipv4", addresses: addressesOf("ipv4", subnet) }, ways, facts);
  const ipv6 = classify({ subnetId, family: "ipv6", addresses: addressesOf("ipv6", subnet) }, ways, facts);
  return { subnetId, class: worst([ipv4.class, ipv6.class]), families: { ipv4, ipv6 } };
}

const NAMES: Record<Family, string> = { ipv4: "IPv4", ipv6: "IPv6" };

function worst(classes: readonly Exposure[]): Exposure {
  return (["public", "unknown"] as const).find((one) => classes.includes(one)) ?? "private";
}

function addressesOf(family: Family, subnet: Fact<FactItem<"subnets">>): FamilyClass["addresses"] {
  if (subnet.status === "unread") return "unknown";
  const { Ipv6Native, Ipv6CidrBlockAssociationSet: blocks } = subnet.value;
  if (family === "ipv4") return Ipv6Native === true ? "none" : "some";
  if (blocks === undefined) return "unknown";
  return blocks.some(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State !== "disassociated") ? "some" : "none";
}

/** What is judged: one family in one subnet. */
interface Subject {
  subnetId: string;
  family: Family;
  addresses: FamilyClass["addresses"];
}

function classify(
  { subnetId, family, addresses }: Subject,
  ways: Fact<readonly WayOut[]>,
  facts: NetworkFacts,
): FamilyClass {
  if (addresses === "none") {
    const sentence = `${subnetId} is private over ${NAMES[family]}: it has no ${NAMES[family]} addresses.`;
    return { class: "private", addresses, egress: "none", paths: [], unread: [], sentence };
  }
  if (ways.status === "unread") {
    const sentence = `Whether ${subnetId} is public over ${NAMES[family]} is unknown: ${ways.reason}.`;
    return { class: "unknown", addresses, egress: "unknown", paths: [], unread: [ways.reason], sentence };
  }
  const own = ways.value.filter((way) => way.family === family).sort(byExposure);
  return { addresses, ...judge(subnetId, NAMES[family], own, facts) };
}

function judge(
  subnetId: string,
  family: string,
  ways: readonly WayOut[],
  facts: NetworkFacts,
): Omit<FamilyClass, "addresses"> {
  const paths = ways.flatMap((way) => pathsOf(subnetId, way, facts));
  const exposure = worst(ways.map(exposureOf));
  return {
    class: exposure,
    egress: mostOf(ways.map(egressOf)),
    paths,
    unread: [...new Set(ways.flatMap((way) => way.unread))],
    sentence: SENTENCES[exposure](subnetId, family, ways, paths[0]),
  };
}

const BY_EXPOSURE: readonly Exposure[] = ["public", "unknown", "private"];

function byExposure(left: WayOut, right: WayOut): number {
  return BY_EXPOSURE.indexOf(exposureOf(left)) - BY_EXPOSURE.indexOf(exposureOf(right));
}

function exposureOf({ target, state, familyKnown }: WayOut): Exposure {
  const mayBeInternetGateway = target.kind === "internet-gateway" || target.kind === "unknown";
  if (!mayBeInternetGateway || state === "blackhole") return "private";
  return target.kind === "internet-gateway" && state === "active" && familyKnown ? "public" : "unknown";
}

type Sentence = (subnetId: string, family: string, ways: readonly WayOut[], first: Path | undefined) => string;

const SENTENCES: Record<Exposure, Sentence> = {
  public(subnetId, family, _ways, first) {
    return `${subnetId} is public over ${family}: ${first === undefined ? "" : formatPath(first)}.`;
  },
  unknown(subnetId, family, ways, first) {
    const reasons = [...new Set(ways.filter((way) => exposureOf(way) === "unknown").flatMap((way) => way.unread))];
    return `Whether ${subnetId} is public over ${family} is unknown: ${reasons.join("; ")} (${first === undefined ? "" : formatPath(first)}).`;
  },
  private(subnetId, family, ways) {
    const others = ways.filter((way) => egressOf(way) === "delegated").map(({ target }) => target.id ?? target.kind);
    const told = `${subnetId} is private over ${family}: no active route leads to an internet gateway.`;
    return others.length === 0 ? told : `${told} What ${others.join(", ")} lets out cannot be proven from here.`;
  },
};
