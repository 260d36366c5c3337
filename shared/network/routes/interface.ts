/** The addresses of a network interface that the internet could answer to. */
import { type Fact, factOf, type NetworkFacts } from "../facts.ts";

export interface InternetAddresses {
  /** Without it an internet gateway passes nothing to or from the interface over IPv4. */
  publicIpv4: string | null;
  ipv6: readonly string[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html */
export function internetAddresses(interfaceId: string, facts: NetworkFacts): Fact<InternetAddresses> {
  const found = factOf(facts, "networkInterfaces", interfaceId);
  if (found.status === "unread") return found;
  const { Association, Ipv6Addresses } = found.value;
  const ipv6 = (Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address);
  return { status: "known", value: { publicIpv4: Association?.PublicIp ?? null, ipv6 } };
}
