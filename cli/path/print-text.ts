/** The ways out of a resource for people: a tree for each of its subnets, and what it reaches. */
import { wrap } from "../../shared/assess/catalogue.ts";
import type { Exposure, FamilyClass } from "../../shared/network/routes/subnet.ts";
import type { Io } from "../io.ts";
import { type TreeNode, treeOf } from "../report/path-tree.ts";
import { type Colour, harmless, type Paint, painter } from "../style.ts";
import { strokesFor, type Tree, treeLines } from "./print-tree.ts";
import { FAMILIES, type SubnetWays, type UnitWays, type Ways } from "./ways.ts";

const COLUMNS = 100;
const NAMES = { ipv4: "IPv4", ipv6: "IPv6" } as const;
const COLOURS: Record<Exposure, Colour> = { public: "red", private: "green", unknown: "yellow" };
const ENDS: Record<TreeNode["egress"], Colour> = {
  internet: "red",
  "internet-with-public-address": "red",
  unknown: "yellow",
  delegated: "cyan",
  none: "green",
};

/** The most that the ways of a family let out. */
const LETS_OUT: Record<TreeNode["egress"], string> = {
  internet: "to the internet",
  "internet-with-public-address": "to the internet, for interfaces with a public address",
  delegated: "to another network, which decides what gets further",
  none: "nothing",
  unknown: "not known",
};

export function printWays({ resource, units }: Ways, io: Pick<Io, "out" | "outIsTerminal" | "env">): void {
  const paint = painter(io);
  const place = [resource.account, resource.region].filter((part) => part !== null).join(" ");
  const title = harmless(`${resource.kind} ${resource.name}`);
  const blocks = units.map((unit) => unitLines(unit, paint, strokesFor(io)).join("\n"));
  const none = units.length === 0 ? ["It has no network settings of its own."] : [];
  io.out(`${[`${paint("bold", title)}${paint("dim", `  ${harmless(place)}`)}`, ...none, ...blocks].join("\n\n")}\n`);
}

function unitLines(unit: UnitWays, paint: Paint, strokes: Parameters<typeof treeLines>[1]): string[] {
  const trees = unit.subnets.flatMap((subnet) => treeLines(subnetTree(subnet, paint), strokes));
  const groups = unit.securityGroups.length === 0 ? [] : [`security groups: ${unit.securityGroups.join(", ")}`];
  const reached = unit.reaches.flatMap((sentence) => bullet(harmless(sentence)));
  return [...headings(unit, paint), ...subnetWords(unit), ...trees, ...groups.map(harmless), "", "Reaches", ...reached];
}

function headings({ unit, of }: UnitWays, paint: Paint): string[] {
  const from = of === null ? "" : ` (by the ${of.kind} ${of.name})`;
  return unit === "" && of === null ? [] : [paint("bold", harmless(`${unit === "" ? "itself" : unit}${from}`))];
}

function subnetWords({ subnets, unread }: UnitWays): string[] {
  if (unread !== null) return [harmless(`Its subnets are not known: ${unread}.`)];
  return subnets.length === 0 ? ["It names no subnet, so it runs in the network of SageMaker itself."] : [];
}

function subnetTree({ subnetId, vpcId, zone, class: exposure, families }: SubnetWays, paint: Paint): Tree {
  const place = [vpcId, zone].filter((part) => part !== null).join(", ");
  const text = `${paint("bold", harmless(subnetId))}  ${paint(COLOURS[exposure], exposure)}${paint("dim", `  ${harmless(place)}`)}`;
  return {
    text: text.trimEnd(),
    children: FAMILIES.map((family) => familyTree(NAMES[family], families[family], paint)),
  };
}

function familyTree(
  name: string,
  { class: exposure, egress, paths, sentence, addresses }: FamilyClass,
  paint: Paint,
): Tree {
  const head = `${name}: ${paint(COLOURS[exposure], exposure)}`;
  if (addresses === "none") return { text: `${head}, because it has no ${name} addresses`, children: [] };
  if (paths.length === 0) {
    const said = exposure === "unknown" ? `  ${paint("dim", harmless(sentence))}` : ", no way out of the VPC";
    return { text: `${head}${said}`, children: [] };
  }
  const [subnet] = treeOf({ label: "", name: null }, paths).children;
  const children = (subnet?.children ?? []).map((child) => toTree(child, paint));
  return { text: `${head}, lets out: ${paint(ENDS[egress], LETS_OUT[egress])}`, children };
}

function toTree(node: TreeNode, paint: Paint): Tree {
  if (node.kind === "end") return { text: endText(node, paint), children: [] };
  const note = node.note === null ? "" : paint("dim", `  ${harmless(node.note)}`);
  const name = node.id === null ? node.label : `${harmless(node.id)}${paint("dim", `  ${uncapitalised(node.label)}`)}`;
  return { text: `${name}${note}`, children: node.children.map((child) => toTree(child, paint)) };
}

/** `Public NAT gateway` → `public NAT gateway`; `NAT gateway` stays. */
function uncapitalised(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? `${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}

function endText({ label, note, egress }: TreeNode, paint: Paint): string {
  return paint(ENDS[egress], `${label}${note === null ? "" : `, ${note}`}`);
}

function bullet(sentence: string): string[] {
  return wrap(sentence, COLUMNS - 4)
    .split("\n")
    .map((line, index) => `  ${index === 0 ? "- " : "  "}${line}`);
}
