/** How a subnet is exposed, with what is known of the addresses of the interface in it. */
import type { NetworkFacts } from "../facts.ts";
import { internetAddresses } from "./interface.ts";
import { classifySubnet, type FamilyClass } from "./subnet.ts";

export type SubnetExposure =
  | { class: "private" }
  /** `routeTables`: those whose routes make it public. */
  | { class: "public"; sentence: string; routeTables: readonly string[] }
  | { class: "unknown"; reason: string };

/** The class of a subnet in one sentence or clause; `interfaces` are those of the resource in it, where it tells them. */
export function exposureOf(subnetId: string, interfaces: readonly string[], facts: NetworkFacts): SubnetExposure {
  const { class: exposure, families } = classifySubnet(subnetId, facts);
  if (exposure === "private") return { class: "private" };
  const concerned = Object.values(families).filter((family) => family.class === exposure);
  if (exposure === "unknown") return { class: "unknown", reason: unknownReason(subnetId, concerned) };
  const sentences = concerned.map(({ sentence }) => sentence).join(" ");
  const address = families.ipv4.class === "public" ? ` ${addressSentence(interfaces, facts)}` : "";
  return { class: "public", sentence: `${sentences}${address}`, routeTables: concerned.flatMap(tablesOf) };
}

/** Said once where the same keeps both families from being told. */
function unknownReason(subnetId: string, families: readonly FamilyClass[]): string {
  const [first, ...others] = families.map(({ unread }) => unread.join("; "));
  const one = first !== undefined && others.length > 0 && others.every((reason) => reason === first);
  if (one) return `whether ${subnetId} is public is unknown: ${first}`;
  return families.map(({ sentence }) => `w${sentence.slice(1).replace(/\.$/, "")}`).join("; ");
}

/** The table of the first path: it is the one that makes the class. */
function tablesOf({ paths: [first] }: FamilyClass): string[] {
  return (first?.hops ?? []).flatMap(({ kind, id }) => (kind === "route-table" ? [id] : []));
}

/** Over IPv4 an internet gateway serves only interfaces that have a public address. */
function addressSentence(interfaces: readonly string[], facts: NetworkFacts): string {
  const told = interfaces.map((id) => ({ id, addresses: internetAddresses(id, facts) }));
  const reached = told.find(({ addresses }) => addresses.status === "known" && addresses.value.publicIpv4 !== null);
  if (reached?.addresses.status === "known") {
    return `Its interface ${reached.id} has the public address ${reached.addresses.value.publicIpv4}, so it is on the internet that way.`;
  }
  const known = told.length > 0 && told.every(({ addresses }) => addresses.status === "known");
  return known
    ? "Its interface has no public IPv4 address now, so the route does not serve it over IPv4 until it gets one."
    : "Whether its interface has a public IPv4 address, without which that route does not serve it, is not known.";
}
