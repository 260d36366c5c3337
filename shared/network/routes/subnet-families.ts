/** The address families of a subnet. */
import { FAMILIES, type Family } from "../cidr.ts";
import { factOf, type NetworkFacts } from "../facts.ts";

export const FAMILY_NAMES: Record<Family, string> = { ipv4: "IPv4", ipv6: "IPv6" };

/** The families of which the subnet gives out addresses; both where that is not known. */
export function subnetFamilies(subnetId: string, facts: NetworkFacts): readonly Family[] {
  const subnet = factOf(facts, "subnets", subnetId);
  if (subnet.status === "unread") return FAMILIES;
  const { Ipv6Native, Ipv6CidrBlockAssociationSet: blocks } = subnet.value;
  if (Ipv6Native === true) return ["ipv6"];
  const hasIpv6 = blocks?.some((one) => one.Ipv6CidrBlockState?.State !== "disassociated") ?? true;
  return hasIpv6 ? FAMILIES : ["ipv4"];
}
