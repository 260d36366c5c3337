/** Rules of security groups one by one: EC2 tells them gathered by protocol and ports (`IpPermissions`), and singly. */
import type { IpPermission, SecurityGroup, SecurityGroupRule } from "@aws-sdk/client-ec2";
import { formatCidr, parseCidr } from "../../shared/network/cidr.ts";
import { derivedId } from "./network.ts";
import { invalidValue, missingParameter } from "./refusals.ts";

export type Direction = "ingress" | "egress";

/** Of one source or destination; ports are -1 where there are none. */
export interface Rule {
  protocol: string;
  from: number;
  to: number;
  peer: Peer;
  description: string | undefined;
}

type Peer =
  | { type: "CidrIpv4" | "CidrIpv6" | "PrefixListId"; value: string }
  | { type: "Group"; value: string; owner: string | undefined };

/** The rules that a group's permissions stand for. */
export function rulesOf(group: SecurityGroup): SecurityGroupRule[] {
  return [
    ...splitRules(group.IpPermissions ?? []).map((rule) => describedRule(group, "ingress", rule)),
    ...splitRules(group.IpPermissionsEgress ?? []).map((rule) => describedRule(group, "egress", rule)),
  ];
}

export function describedRule(group: SecurityGroup, direction: Direction, rule: Rule): SecurityGroupRule {
  const { protocol, from, to, peer, description } = rule;
  const id = derivedId("sgr", group.GroupId, direction, keyOf(rule));
  return {
    SecurityGroupRuleId: id,
    GroupId: group.GroupId,
    GroupOwnerId: group.OwnerId,
    IsEgress: direction === "egress",
    IpProtocol: protocol,
    FromPort: from,
    ToPort: to,
    ...(peer.type === "Group"
      ? { ReferencedGroupInfo: { GroupId: peer.value, UserId: peer.owner ?? group.OwnerId } }
      : { [peer.type]: peer.value }),
    ...(description === undefined ? {} : { Description: description }),
    Tags: [],
  };
}

/** What makes two rules the same: all but the description and the owner of a group. */
export function keyOf({ protocol, from, to, peer }: Rule): string {
  return [protocol, from, to, peer.type, peer.value].join(" ");
}

export function splitRules(permissions: readonly IpPermission[]): Rule[] {
  return permissions.flatMap((permission) => {
    const { IpProtocol, IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
    const ports = { protocol: protocolOf(IpProtocol), from: permission.FromPort ?? -1, to: permission.ToPort ?? -1 };
    const rule = (peer: Peer, description: string | undefined) => ({ ...ports, peer, description });
    return [
      ...IpRanges.map((one) => rule({ type: "CidrIpv4", value: one.CidrIp ?? "" }, one.Description)),
      ...Ipv6Ranges.map((one) => rule({ type: "CidrIpv6", value: one.CidrIpv6 ?? "" }, one.Description)),
      ...PrefixListIds.map((one) => rule({ type: "PrefixListId", value: one.PrefixListId ?? "" }, one.Description)),
      ...UserIdGroupPairs.map((one) =>
        rule({ type: "Group", value: one.GroupId ?? "", owner: one.UserId }, one.Description),
      ),
    ];
  });
}

/** The rules gathered by protocol and ports, as Describe tells them. */
export function gatherRules(rules: readonly Rule[], owner: string): IpPermission[] {
  const gathered = new Map<string, Required<Omit<IpPermission, "FromPort" | "ToPort">>>();
  for (const rule of rules) {
    const { protocol, from, to, peer } = rule;
    const ports = protocol === "-1" ? {} : { FromPort: from, ToPort: to };
    const key = `${protocol} ${from} ${to}`;
    const lists = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
    const permission = gathered.get(key) ?? { IpProtocol: protocol, ...ports, ...lists };
    gathered.set(key, permission);
    const said = rule.description === undefined ? {} : { Description: rule.description };
    if (peer.type === "CidrIpv4") permission.IpRanges?.push({ CidrIp: peer.value, ...said });
    if (peer.type === "CidrIpv6") permission.Ipv6Ranges?.push({ CidrIpv6: peer.value, ...said });
    if (peer.type === "PrefixListId") permission.PrefixListIds?.push({ PrefixListId: peer.value, ...said });
    if (peer.type === "Group") {
      permission.UserIdGroupPairs?.push({ GroupId: peer.value, UserId: peer.owner ?? owner, ...said });
    }
  }
  return [...gathered.values()];
}

/** Checks what a caller wrote, and writes blocks as EC2 does. Throws an AwsError. */
export function checkedRule(rule: Rule): Rule {
  const { protocol, from, to, peer } = rule;
  if (/^(tcp|udp)$/.test(protocol) && (from < 0 || to < from)) {
    throw invalidValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
  }
  if (peer.value === "") throw missingParameter("ipPermissions");
  const ports = protocol === "-1" ? { from: -1, to: -1 } : { from, to };
  if (peer.type !== "CidrIpv4" && peer.type !== "CidrIpv6") return { ...rule, ...ports };
  const range = parseCidr(peer.value);
  if (range?.family !== (peer.type === "CidrIpv4" ? "ipv4" : "ipv6")) {
    throw invalidValue(`CIDR block ${peer.value} is malformed`);
  }
  return { ...rule, ...ports, peer: { type: peer.type, value: formatCidr(range) } };
}

/** `peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW`, as EC2 names a rule that is there already. */
export function namedRule({ protocol, from, to, peer }: Rule): string {
  const ports = protocol === "-1" ? ["ALL"] : [protocol.toUpperCase(), `from port: ${from}`, `to port: ${to}`];
  return [`peer: ${peer.value}`, ...ports, "ALLOW"].join(", ");
}

const NUMBERS: Record<string, string> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", all: "-1" };

function protocolOf(protocol: string | undefined): string {
  if (protocol === undefined || protocol === "") throw missingParameter("ipProtocol");
  return NUMBERS[protocol.toLowerCase()] ?? protocol.toLowerCase();
}
