/** VPC Block Public Access. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
import { type Fact, type FactItem, factOf, itemsOf, type NetworkFacts } from "../facts.ts";

export type BlockMode = "block-bidirectional" | "block-ingress";

/** What stops traffic through internet gateways, and who said so: the id of a subnet, a VPC or an account. */
export interface BlockedBy {
  mode: BlockMode;
  source: string;
  /** `inbound` where an exclusion lets connections out. */
  stops: "everything" | "inbound";
}

/**
 * What blocks the internet gateways for a subnet; null when nothing does. Unread where that cannot be told, which must
 * not count as blocked.
 */
export function blockOf(subnetId: string, facts: NetworkFacts): Fact<BlockedBy | null> {
  const subnet = factOf(facts, "subnets", subnetId);
  if (subnet.status === "unread") return subnet;
  const told = toldMode(subnet.value, facts);
  if (told.status === "unread") return told;
  const { mode, source } = told.value;
  if (mode === "off") return { status: "known", value: null };
  if (mode !== "block-bidirectional" && mode !== "block-ingress") {
    return { status: "unread", reason: `the block mode ${mode} of ${source} is not known here` };
  }
  return excluded({ mode, source, stops: "everything" }, subnet.value, facts);
}

type Subnet = FactItem<"subnets">;

/** The mode as the subnet, else its VPC, else the options of the account that owns it say. */
function toldMode(subnet: Subnet, facts: NetworkFacts): Fact<{ mode: string; source: string }> {
  const ofSubnet = subnet.BlockPublicAccessStates?.InternetGatewayBlockMode;
  if (ofSubnet !== undefined) return { status: "known", value: { mode: ofSubnet, source: subnet.SubnetId } };
  const vpc = factOf(facts, "vpcs", subnet.VpcId);
  const ofVpc = vpc.status === "known" ? vpc.value.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
  if (ofVpc !== undefined) return { status: "known", value: { mode: ofVpc, source: subnet.VpcId } };
  const options = itemsOf(facts, "blockPublicAccessOptions").find((one) => one.AwsAccountId === subnet.OwnerId);
  if (options === undefined) return { status: "unread", reason: "the VPC Block Public Access settings were not read" };
  return { status: "known", value: { mode: options.InternetGatewayBlockMode, source: options.AwsAccountId } };
}

/** What an account or a VPC says may leave out an exclusion of the subnet, so these must be known there. */
function excluded(block: BlockedBy, subnet: Subnet, facts: NetworkFacts): Fact<BlockedBy | null> {
  const list = facts.blockPublicAccessExclusions;
  const incomplete = list.status === "unread" ? list.reason : list.partial;
  const exclusion = itemsOf(facts, "blockPublicAccessExclusions").find(
    (one) => isFor(one.ResourceArn, subnet) && !INACTIVE.test(one.State ?? ""),
  );
  if (exclusion?.InternetGatewayExclusionMode === "allow-egress") {
    return { status: "known", value: { ...block, stops: "inbound" } };
  }
  if (exclusion !== undefined) return { status: "known", value: null };
  if (incomplete !== null && block.source !== subnet.SubnetId) return { status: "unread", reason: incomplete };
  return { status: "known", value: block };
}

const INACTIVE = /^(create-failed|delete-complete|disable-complete)$/;

function isFor(arn: string, { SubnetId, VpcId }: Subnet): boolean {
  return arn.endsWith(`:subnet/${SubnetId}`) || arn.endsWith(`:vpc/${VpcId}`);
}
