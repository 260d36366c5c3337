/** Whether a subnet is one that the policy approves: by its id, by its VPC, or by its tags. */
import { type FactItem, factOf, type NetworkFacts } from "../network/facts.ts";
import type { ApprovedNetwork } from "./rule.ts";

export type SubnetApproval =
  | { status: "approved" }
  /** `why` is what is known of it, in brackets or nothing: ` (of vpc-9, without the tag team=ml)`. */
  | { status: "foreign"; why: string }
  | { status: "unknown"; reason: string };

/** Whether ids alone do not decide, so that EC2 has to say more of the subnets. */
export function approvesBeyondIds({ vpcs, subnets }: ApprovedNetwork): boolean {
  return vpcs.length > 0 || Object.keys(subnets.tags).length > 0;
}

/** `account` is that of the resource: of a subnet that another account shares, nobody else sees the tags. */
export function approvalOf(
  id: string,
  approved: ApprovedNetwork,
  { network, account }: { network: NetworkFacts; account: string | null },
): SubnetApproval {
  if (approved.subnets.ids.includes(id)) return { status: "approved" };
  if (!approvesBeyondIds(approved)) return { status: "foreign", why: "" };
  const subnet = factOf(network, "subnets", id);
  if (subnet.status === "unread") return { status: "unknown", reason: subnet.reason };
  if (approved.vpcs.includes(subnet.value.VpcId)) return { status: "approved" };
  return byTags(subnet.value, Object.entries(approved.subnets.tags), account);
}

/** What the policy approves, for people: `subnet-a, any subnet of vpc-1`. */
export function describeApproved({ vpcs, subnets }: ApprovedNetwork): string {
  const tags = Object.entries(subnets.tags).map(formatTag);
  return [
    ...subnets.ids,
    ...vpcs.map((vpc) => `any of ${vpc}`),
    ...(tags.length > 0 ? [`any tagged ${tags.join(" and ")}`] : []),
  ].join(", ");
}

function byTags(
  { SubnetId, VpcId, OwnerId, Tags }: FactItem<"subnets">,
  wanted: readonly [key: string, value: string][],
  account: string | null,
): SubnetApproval {
  if (wanted.length === 0) return { status: "foreign", why: ` (of ${VpcId})` };
  if (account !== null && OwnerId !== undefined && OwnerId !== account) {
    return {
      status: "unknown",
      reason: `the tags of ${SubnetId} are seen only by account ${OwnerId}, which shares it`,
    };
  }
  const lacking = wanted.filter(([key, value]) => !Tags.some((tag) => tag.Key === key && (tag.Value ?? "") === value));
  if (lacking.length === 0) return { status: "approved" };
  if (Tags.length === 0 && (account === null || OwnerId === undefined)) {
    return { status: "unknown", reason: `whether ${SubnetId} is shared, so that its tags are not seen, was not told` };
  }
  return { status: "foreign", why: ` (of ${VpcId}, without the tag ${lacking.map(formatTag).join(" and ")})` };
}

function formatTag([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}
