/** The ways out of everything that a resource runs in, as data. */
import { idsIn } from "../../shared/assess/network-needs.ts";
import type { Family } from "../../shared/network/cidr.ts";
import { factOf, type NetworkFacts } from "../../shared/network/facts.ts";
import { describeReach, type Reach, reachOf } from "../../shared/network/reach/reach.ts";
import { classifySubnet, type SubnetClass } from "../../shared/network/routes/subnet.ts";
import type { PostureUnit } from "../../shared/sagemaker/posture.ts";
import type { ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import type { Located } from "./lookup.ts";

export interface SubnetWays extends SubnetClass {
  /** Null where EC2 did not tell. */
  vpcId: string | null;
  zone: string | null;
}

/** A place in the resource that has network settings of its own. */
export interface UnitWays {
  /** `""` for the resource itself, `TrainingJobDefinitions[1]`. */
  unit: string;
  /** The resource whose settings these are; null where they are its own. */
  of: { kind: string; name: string } | null;
  subnets: SubnetWays[];
  securityGroups: string[];
  /** Why its subnets are not known, as a clause; else null. */
  unread: string | null;
  reach: Reach;
  /** What it reaches, in sentences. */
  reaches: string[];
}

/** The shape that `--format json` prints. */
export interface Ways {
  resource: Pick<ResourceRef, "kind" | "name" | "arn" | "account" | "region">;
  units: UnitWays[];
}

export function waysOf({ resource, posture, network }: Located): Ways {
  const { kind, name, arn, account, region } = resource;
  const units = posture.units.filter(hasNetwork);
  return {
    resource: { kind, name, arn, account, region },
    units: units.map((unit) => unitWays(unit, posture.networkInterfaces ?? [], resource, network)),
  };
}

/** Whether anything of it could not be told. */
export function isIncomplete({ units }: Ways): boolean {
  return units.some(({ unread, subnets, reach }) => {
    const unclear = Object.values(reach).some(({ reached }) => reached === "unknown");
    return unread !== null || unclear || subnets.some((subnet) => subnet.class === "unknown");
  });
}

export const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

function hasNetwork({ settings }: PostureUnit): boolean {
  const { subnets, directInternetAccess, appNetworkAccess, networkIsolation } = settings;
  return [subnets, directInternetAccess, appNetworkAccess, networkIsolation].some((setting) => setting !== undefined);
}

function unitWays(
  unit: PostureUnit,
  networkInterfaces: readonly string[],
  resource: ResourceRef,
  network: NetworkFacts,
): UnitWays {
  const { subnets } = unit.settings;
  const { account, region } = resource;
  const subject = { kind: unit.as ?? resource.kind, settings: unit.settings, networkInterfaces, account, region };
  const reach = reachOf(subject, network);
  return {
    unit: unit.path,
    of: unit.inheritedFrom ?? null,
    subnets: idsIn([unit], "subnets").map((id) => subnetWays(id, network)),
    securityGroups: idsIn([unit], "securityGroups"),
    unread: subnets?.status === "unread" ? subnets.reason : null,
    reach,
    reaches: describeReach(reach),
  };
}

function subnetWays(id: string, network: NetworkFacts): SubnetWays {
  const subnet = factOf(network, "subnets", id);
  const told = subnet.status === "known" ? subnet.value : undefined;
  return { ...classifySubnet(id, network), vpcId: told?.VpcId ?? null, zone: told?.AvailabilityZone ?? null };
}
