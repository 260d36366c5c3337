/** The things of a network that can be the cause of a violation, by the prefix of their ids. */

export interface NetworkKind {
  /** As it stands in ARNs. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
  id: string;
  /** As it reads in a sentence. */
  title: string;
}

const KINDS: Readonly<Record<string, NetworkKind>> = {
  acl: { id: "network-acl", title: "network ACL" },
  eigw: { id: "egress-only-internet-gateway", title: "egress-only internet gateway" },
  eni: { id: "network-interface", title: "network interface" },
  fl: { id: "vpc-flow-log", title: "flow log" },
  igw: { id: "internet-gateway", title: "internet gateway" },
  nat: { id: "natgateway", title: "NAT gateway" },
  pl: { id: "prefix-list", title: "prefix list" },
  rtb: { id: "route-table", title: "route table" },
  sg: { id: "security-group", title: "security group" },
  subnet: { id: "subnet", title: "subnet" },
  tgw: { id: "transit-gateway", title: "transit gateway" },
  vpc: { id: "vpc", title: "VPC" },
  vpce: { id: "vpc-endpoint", title: "VPC endpoint" },
};

/** The kind of a thing by its id; null for an id of nothing that is known here. */
export function networkKindOf(id: string): NetworkKind | null {
  return KINDS[id.slice(0, id.lastIndexOf("-"))] ?? null;
}

const TITLES = new Map(Object.values(KINDS).map(({ id, title }) => [id, title]));

/** `route table` for `route-table`; undefined for what is no part of a network. */
export function networkTitle(kindId: string): string | undefined {
  return TITLES.get(kindId);
}
