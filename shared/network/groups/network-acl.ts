/** What the network ACL of a subnet lets in. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html */
import type { Permission } from "../answers.ts";
import { coverInternet, type Family, formatCidr, parseCidr, type Range } from "../cidr.ts";
import { type Fact, type FactItem, itemsOf, type NetworkFacts } from "../facts.ts";
import { FAMILY_NAMES, subnetFamilies } from "../routes/subnet-families.ts";
import { ALL_PORTS, formatPorts, portsOf, protocolOf } from "./ports.ts";

export interface AclInbound {
  aclId: string;
  /** The families over which it lets everything in from everywhere, each with the rules that do. */
  open: readonly { family: Family; rules: string }[];
}

type Entry = FactItem<"networkAcls">["Entries"][number];

/**
 * Where the ACL of a subnet lets all traffic, or all TCP, in from the whole internet, over the families that the subnet
 * has. The rule with the lowest number that matches counts. Addresses that are denied before that are named, and do not
 * make it closed; a port of TCP that is denied to all does. Rules that open the ports piece by piece do not count as
 * everything.
 */
export function aclInbound(subnetId: string, facts: NetworkFacts): Fact<AclInbound> {
  const acls = facts.networkAcls;
  if (acls.status === "unread") return acls;
  const acl = itemsOf(facts, "networkAcls").find((one) => one.Associations.some((own) => own.SubnetId === subnetId));
  if (acl === undefined) {
    return { status: "unread", reason: acls.partial ?? `no network ACL that was read is associated with ${subnetId}` };
  }
  const open = subnetFamilies(subnetId, facts).flatMap((family) => openOver(family, acl.Entries));
  return { status: "known", value: { aclId: acl.NetworkAclId, open } };
}

/** `rule 100, all traffic from 0.0.0.0/0`. */
function openOver(family: Family, entries: readonly Entry[]): AclInbound["open"] {
  const allowed: { entry: Entry; range: Range }[] = [];
  const denied: Range[] = [];
  for (const { entry, range } of inbound(family, entries)) {
    if (entry.RuleAction === "deny") denied.push(...(isAboutTcp(entry) ? [range] : []));
    else if (isWide(entry)) allowed.push({ entry, range });
    if (coverInternet(denied, family)) return [];
    if (!coverInternet(ranges(allowed), family)) continue;
    const rules = allowed.map((one) => formatEntry(one.entry, one.range)).join(", ");
    const apart = denied.length === 0 ? "" : `, but for ${formatParts(denied)} denied before`;
    return [{ family, rules: `${rules}${apart}` }];
  }
  return [];
}

function inbound(family: Family, entries: readonly Entry[]): { entry: Entry; range: Range }[] {
  const own = entries.flatMap((entry) => {
    const block = family === "ipv4" ? entry.CidrBlock : entry.Ipv6CidrBlock;
    const range = block === undefined ? undefined : parseCidr(block);
    return entry.Egress || range === undefined ? [] : [{ entry, range }];
  });
  return own.sort((left, right) => left.entry.RuleNumber - right.entry.RuleNumber);
}

function ranges(allowed: readonly { range: Range }[]): Range[] {
  return allowed.map(({ range }) => range);
}

function isWide(entry: Entry): boolean {
  const permission = asPermission(entry);
  const protocol = protocolOf(permission);
  const ports = portsOf(permission);
  return protocol === "all" || (protocol === "tcp" && ports.from <= 1 && ports.to >= ALL_PORTS.to);
}

/** What is denied to other protocols leaves all TCP open. */
function isAboutTcp(entry: Entry): boolean {
  return ["all", "tcp"].includes(protocolOf(asPermission(entry)));
}

function asPermission({ Protocol, PortRange }: Entry): Pick<Permission, "IpProtocol" | "FromPort" | "ToPort"> {
  return { IpProtocol: Protocol, FromPort: PortRange?.From, ToPort: PortRange?.To };
}

function formatEntry(entry: Entry, range: Range): string {
  const permission = asPermission(entry);
  const traffic = formatPorts(protocolOf(permission), portsOf(permission));
  return `rule ${entry.RuleNumber}, ${traffic} from ${formatCidr(range)}`;
}

const PARTS_TOLD = 2;

function formatParts(parts: readonly Range[]): string {
  const told = parts.slice(0, PARTS_TOLD).map(formatCidr).join(" and ");
  const more = parts.length - PARTS_TOLD;
  return more > 0 ? `${told} and ${more} more` : told;
}

/** `IPv4 (rule 100, all traffic from 0.0.0.0/0) and IPv6 (…)`. */
export function formatOpen(open: AclInbound["open"]): string {
  return open.map(({ family, rules }) => `${FAMILY_NAMES[family]} (${rules})`).join(" and ");
}
