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
  return subnet.status === "unread" ? subnet : blockIn(subnet.value, facts);
}

/** The same for what stands in no subnet of a VPC, such as a regional NAT gateway. */
export function blockOfVpc(vpcId: string, facts: NetworkFacts): Fact<BlockedBy | null> {
  const vpc = factOf(facts, "vpcs", vpcId);
  return vpc.status === "unread" ? vpc : blockIn(vpc.value, facts);
}

/** A subnet, or a VPC as a whole. */
type Place = Pick<FactItem<"vpcs">, "VpcId" | "OwnerId" | "BlockPublicAccessStates"> & { SubnetId?: string };

function blockIn(place: Place, facts: NetworkFacts): Fact<BlockedBy | null> {
  const told = toldMode(place, facts);
  if (told.status === "unread") return told;
  const { mode, source } = told.value;
  if (mode === "off") return { status: "known", value: null };
  if (mode !== "block-bidirectional" && mode !== "block-ingress") {
    return { status: "unread", reason: `the block mode ${mode} of ${source} is not known here` };
  }
  return excluded({ mode, source, stops: "everything" }, place, facts);
}

/** The mode as the place, else its VPC, else the options of the account that owns it say. */
function toldMode(place: Place, facts: NetworkFacts): Fact<{ mode: string; source: string }> {
  const own = place.BlockPublicAccessStates?.InternetGatewayBlockMode;
  if (own !== undefined) return { status: "known", value: { mode: own, source: place.SubnetId ?? place.VpcId } };
  const vpc = factOf(facts, "vpcs", place.VpcId);
  const ofVpc = vpc.status === "known" ? vpc.value.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
  if (ofVpc !== undefined) return { status: "known", value: { mode: ofVpc, source: place.VpcId } };
  const options = itemsOf(facts, "blockPublicAccessOptions").find((one) => one.AwsAccountId === place.OwnerId);
  if (options === undefined) return { status: "unread", reason: "the VPC Block Public Access settings were not read" };
  return { status: "known", value: { mode: options.InternetGatewayBlockMode, source: options.AwsAccountId } };
}

/** What an account or a VPC says may leave out an exclusion of the place, so these must be known there. */
function excluded(block: BlockedBy, place: Place, facts: NetworkFacts): Fact<BlockedBy | null> {
  const list = facts.blockPublicAccessExclusions;
  const incomplete = list.status === "unread" ? list.reason : list.partial;
  const exclusion = itemsOf(facts, "blockPublicAccessExclusions").find(
    (one) => isFor(one.ResourceArn, place) && !INACTIVE.test(one.State ?? ""),
  );
  if (exclusion?.InternetGatewayExclusionMode === "allow-egress") {
    return { status: "known", value: { ...block, stops: "inbound" } };
  }
  if (exclusion !== undefined) return { status: "known", value: null };
  if (incomplete !== null && block.source !== (place.SubnetId ?? place.VpcId)) {
    return { status: "unread", reason: incomplete };
  }
  return { status: "known", value: block };
}

const INACTIVE = /^(create-failed|delete-complete|disable-complete)$/;

function isFor(arn: string, { SubnetId, VpcId }: Place): boolean {
  return (SubnetId !== undefined && arn.endsWith(`:subnet/${SubnetId}`)) || arn.endsWith(`:vpc/${VpcId}`);
}
