/** The commands of a script that change how a machine is on the network: its routes, interfaces, filters and resolvers. */
import { type ShellCommand, shellCommands } from "./shell.ts";

/**
 * What a script changes the network with, in the words of the commands alone: `ip route`, `iptables`, `resolv.conf`. The
 * arguments are never told: scripts hold secrets.
 */
export function networkCommands(script: string): string[] {
  return [...new Set(shellCommands(script).flatMap((command) => changeBy(command) ?? []))];
}

function changeBy({ words, writesTo }: ShellCommand): string | null {
  const [command = "", ...args] = words;
  const file = [...writesTo, ...writtenBy(command, args)].map(networkFile).find((name) => name !== null);
  if (file !== undefined) return file;
  if (command === "ip") return ipChange(args);
  if (!Object.hasOwn(CHANGES, command)) return null;
  return CHANGES[command]?.(args) === true ? command : null;
}

/** By the command, whether its arguments change anything rather than show it. */
const CHANGES: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  dhclient: always,
  dhcpcd: always,
  "firewall-cmd": (args) => !some(args, /^--(get|info|list|query|state)/),
  ifconfig: (args) => args.filter((word) => !word.startsWith("-")).length > 1,
  ifdown: always,
  ifup: always,
  ip6tables: changesFilter,
  "ip6tables-restore": always,
  iptables: changesFilter,
  "iptables-restore": always,
  nft: (args) => !some(args, /^(list|describe|monitor)$/),
  nmcli: (args) =>
    some(args, /^(add|clone|connect|delete|disconnect|down|import|modify|off|on|reapply|reload|set|up)$/),
  nmtui: always,
  resolvconf: (args) => !some(args, /^-[lv]$/),
  resolvectl: (args) => some(args, /^(default-route|dns|domain|nta|revert)$/),
  route: (args) => some(args, /^(add|change|del|delete|flush)$/),
  sysctl: (args) => some(args, /^net\.ipv[46]\.[^=]+=/),
  "systemd-resolve": (args) => some(args, /^--(revert|set-)/),
  udhcpc: always,
  ufw: (args) => !some(args, /^(app|show|status|version)$/),
};

function always(): boolean {
  return true;
}

function changesFilter(args: readonly string[]): boolean {
  return args.length > 0 && !some(args, /^(-[CLSV]\w*|--(check|list|list-rules|version))$/);
}

function some(args: readonly string[], pattern: RegExp): boolean {
  return args.some((word) => pattern.test(word));
}

/** Objects of `ip` by the beginning that is enough to name them, as far as they matter here. */
const IP_OBJECTS = [
  [/^r(o|ou|out|oute)?$/, "route"],
  [/^ru(l|le)?$/, "rule"],
  [/^l(i|in|ink)?$/, "link"],
  [/^a(d|dd|ddr|ddress)?$/, "addr"],
  [/^tun(nel)?$/, "tunnel"],
] as const;

const IP_VERB = /^(a|ad|add|app|append|c|ch|chg|change|d|de|del|delete|f|flush|rep|replace|restore|set)$/;

/** https://man7.org/linux/man-pages/man8/ip.8.html */
function ipChange(args: readonly string[]): string | null {
  if (some(args, /^-b(atch)?$/)) return "ip";
  const [object = "", verb = ""] = args.filter(
    (word, index) => !word.startsWith("-") && !/^-(f(amily)?|n(etns)?|rc(vbuf)?)$/.test(args[index - 1] ?? ""),
  );
  const name = IP_OBJECTS.find(([pattern]) => pattern.test(object))?.[1];
  return name !== undefined && IP_VERB.test(verb) ? `ip ${name}` : null;
}

/** Files that commands write, change or take away. */
function writtenBy(command: string, args: readonly string[]): readonly string[] {
  if (command === "sed") return some(args, /^(-\w*i|--in-place)/) ? args : [];
  if (["cp", "install", "ln", "rsync"].includes(command)) return args.slice(-1);
  return ["chattr", "mv", "rm", "tee", "truncate", "unlink"].includes(command) ? args : [];
}

/** The kind of the file, where it is one that routes, interfaces or resolvers are set by. */
function networkFile(path: string): string | null {
  return NETWORK_FILES.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

const NETWORK_FILES = [
  [/(^|\/)resolv\.conf$/, "resolv.conf"],
  [/(^|\/)resolved\.conf$|\/resolved\.conf\.d\//, "resolved.conf"],
  [/(^|\/)dhclient[\w-]*\.conf$/, "dhclient.conf"],
  [/\/network-scripts\/(ifcfg|route6?|rule6?)-/, "network-scripts"],
  [/\/systemd\/network\//, "systemd/network"],
  [/\/NetworkManager\//, "NetworkManager"],
  [/\/netplan\//, "netplan"],
  [/^\/proc\/sys\/net\//, "/proc/sys/net"],
] as const;
