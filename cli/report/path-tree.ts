/** The ways out of a subnet as one tree, so that a drawing shows what they have in common once. Pure. */
import { type Egress, type Hop, mostOf, type Path } from "../../shared/network/routes/path.ts";

/** `end` is where a way leads. */
export interface TreeNode {
  kind: Hop["kind"] | "start" | "end";
  /** What it is, in words. */
  label: string;
  id: string | null;
  note: string | null;
  /** The most that the ways through it let out. */
  egress: Egress;
  children: TreeNode[];
}

/** What a tree starts from: a resource, or how many of them. */
export interface Start {
  label: string;
  name: string | null;
}

export function treeOf({ label, name }: Start, paths: readonly Path[]): TreeNode {
  const root: TreeNode = { kind: "start", label, id: name, note: null, egress: "none", children: [] };
  for (const path of paths) {
    let at = root;
    for (const hop of path.hops) at = childFor(at, hopNode(hop));
    childFor(at, endNode(path));
  }
  return withEgress(root);
}

/** Where a way leads, in words. */
export function endWords({ egress, family }: Pick<Path, "egress" | "family">): { label: string; note: string } {
  const over = `over ${FAMILY_WORDS[family]}`;
  const { label, note } = ENDS[egress];
  return { label, note: note === "" ? over : `${over}: ${note}` };
}

const FAMILY_WORDS: Record<Path["family"], string> = { ipv4: "IPv4", ipv6: "IPv6" };

const ENDS: Record<Egress, { label: string; note: string }> = {
  internet: { label: "The internet", note: "" },
  "internet-with-public-address": { label: "The internet", note: "for interfaces with a public address" },
  delegated: { label: "Another network", note: "what that lets out cannot be seen from here" },
  none: { label: "Not the internet", note: "" },
  unknown: { label: "Not known", note: "not everything on this way could be read" },
};

const HOP_WORDS: Record<Hop["kind"], string> = {
  subnet: "Subnet",
  "route-table": "Route table",
  "internet-gateway": "Internet gateway",
  "nat-public": "Public NAT gateway",
  "nat-private": "Private NAT gateway",
  nat: "NAT gateway",
  "egress-only": "Egress-only internet gateway",
  "transit-gateway": "Transit gateway",
  "virtual-private-gateway": "Virtual private gateway",
  peering: "VPC peering connection",
  appliance: "Appliance",
  "gateway-endpoint": "Gateway endpoint",
  endpoint: "VPC endpoint",
  carrier: "Carrier gateway",
  "local-gateway": "Local gateway",
  "core-network": "Cloud WAN core network",
  odb: "Oracle Database@AWS network",
  unknown: "Target that is not known here",
};

const ASSOCIATIONS: Record<string, string> = {
  explicit: "associated with the subnet",
  main: "the VPC's main one, as the subnet names none",
  regional: "of the NAT gateway itself",
};

function hopNode({ kind, id, reason }: Hop): TreeNode {
  const note = kind === "route-table" ? (ASSOCIATIONS[reason ?? ""] ?? reason) : reason;
  return { kind, label: HOP_WORDS[kind], id, note, egress: "none", children: [] };
}

function endNode(path: Path): TreeNode {
  return { kind: "end", id: null, ...endWords(path), egress: path.egress, children: [] };
}

function childFor(parent: TreeNode, wanted: TreeNode): TreeNode {
  const known = parent.children.find((child) => isSame(child, wanted));
  if (known !== undefined) return known;
  parent.children.push(wanted);
  return wanted;
}

function isSame(one: TreeNode, other: TreeNode): boolean {
  return one.kind === other.kind && one.id === other.id && one.note === other.note && one.label === other.label;
}

function withEgress(node: TreeNode): TreeNode {
  if (node.kind === "end") return node;
  const children = node.children.map(withEgress);
  return { ...node, children, egress: mostOf(children.map(({ egress }) => egress)) };
}
