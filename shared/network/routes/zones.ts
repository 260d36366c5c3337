/** The Availability Zones of subnets. */
import { factOf, type NetworkFacts } from "../facts.ts";

export interface Zones {
  /** Names such as `eu-west-1a`; ids such as `euw1-az1` where the name was not told. */
  zones: readonly string[];
  /** Why there may be more, as clauses. */
  unread: readonly string[];
}

export function zonesOf(subnetIds: readonly string[], facts: NetworkFacts): Zones {
  const zones = new Set<string>();
  const unread = new Set<string>();
  for (const id of subnetIds) {
    const subnet = factOf(facts, "subnets", id);
    if (subnet.status === "unread") {
      unread.add(subnet.reason);
      continue;
    }
    const zone = subnet.value.AvailabilityZone ?? subnet.value.AvailabilityZoneId;
    if (zone === undefined) unread.add(`the Availability Zone of ${id} was not told`);
    else zones.add(zone);
  }
  return { zones: [...zones], unread: [...unread] };
}
