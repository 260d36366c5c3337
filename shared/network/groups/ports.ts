/** Protocols and port ranges of security group rules. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
import type { Permission } from "../answers.ts";

export interface Ports {
  from: number;
  to: number;
}

export const ALL_PORTS: Ports = { from: 0, to: 65535 };

/** `all`, or the name or number of an IP protocol as AWS writes it; only TCP and UDP have ports here. */
export type Protocol = "all" | "tcp" | "udp" | "icmp" | "icmpv6" | `${number}`;

const NAMED: Readonly<Record<string, Protocol>> = {
  "-1": "all",
  all: "all",
  tcp: "tcp",
  udp: "udp",
  icmp: "icmp",
  icmpv6: "icmpv6",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};

/** The protocol of a rule; `all` for a name that is not known, so that it is not taken for less than it may be. */
export function protocolOf({ IpProtocol }: Pick<Permission, "IpProtocol">): Protocol {
  const name = IpProtocol.toLowerCase();
  if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? "all";
  return /^\d{1,3}$/.test(name) ? `${Number(name)}` : "all";
}

/** The ports of a rule; all of them where the protocol has none or the rule names none. */
export function portsOf(permission: Pick<Permission, "IpProtocol" | "FromPort" | "ToPort">): Ports {
  const protocol = protocolOf(permission);
  if (protocol !== "tcp" && protocol !== "udp") return ALL_PORTS;
  const { FromPort = ALL_PORTS.from, ToPort = ALL_PORTS.to } = permission;
  return FromPort < 0 ? ALL_PORTS : { from: FromPort, to: ToPort < 0 ? ALL_PORTS.to : ToPort };
}

/** Cuts at every border, so that each range given holds a part whole or not at all; in order. */
export function partsOf(ranges: readonly Ports[]): Ports[] {
  const starts = new Set(ranges.flatMap(({ from, to }) => [from, to + 1]));
  const borders = [...starts].sort((left, right) => left - right);
  return borders.slice(0, -1).map((from, index) => ({ from, to: (borders[index + 1] ?? from + 1) - 1 }));
}

/** Neighbouring ranges as one. */
export function joined(ranges: readonly Ports[]): Ports[] {
  const wide: Ports[] = [];
  for (const { from, to } of [...ranges].sort((left, right) => left.from - right.from)) {
    const last = wide.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else wide.push({ from, to });
  }
  return wide;
}

export function holds(outer: Ports, inner: Ports): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** `all traffic`, `tcp 443`, `udp 8192–65535`, `icmp`. */
export function formatPorts(protocol: Protocol, { from, to }: Ports): string {
  if (protocol === "all") return "all traffic";
  if (protocol !== "tcp" && protocol !== "udp") return /^\d/.test(protocol) ? `protocol ${protocol}` : protocol;
  if (from === ALL_PORTS.from && to === ALL_PORTS.to) return `all ${protocol}`;
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}–${to}`;
}
