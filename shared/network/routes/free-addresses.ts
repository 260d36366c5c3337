/** How many addresses subnets have left for what is to run in them. */
import { factOf, type NetworkFacts } from "../facts.ts";

export interface FreeAddresses {
  /** IPv4, all subnets together: SageMaker gives no interface without one, so a subnet of IPv6 addresses alone has none. */
  free: number;
  /** Each subnet, as `subnet-1 (3)` or `subnet-2 (IPv6 only)`. */
  told: readonly string[];
  /** Why there may be more, as clauses. */
  unread: readonly string[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html: those of stopped instances count as taken. */
export function freeAddresses(subnetIds: readonly string[], facts: NetworkFacts): FreeAddresses {
  const told: string[] = [];
  const unread = new Set<string>();
  let free = 0;
  for (const id of subnetIds) {
    const subnet = factOf(facts, "subnets", id);
    const count = subnet.status === "known" ? subnet.value.AvailableIpAddressCount : undefined;
    if (subnet.status === "unread") unread.add(subnet.reason);
    else if (subnet.value.Ipv6Native === true) told.push(`${id} (IPv6 only)`);
    else if (count === undefined) unread.add(`how many addresses ${id} has left was not told`);
    else {
      free += count;
      told.push(`${id} (${count})`);
    }
  }
  return { free, told, unread: [...unread] };
}
