import { valuesAt } from "../../shared/sagemaker/document.ts";
import type { DocumentUnit } from "../../shared/sagemaker/document-unit.ts";
import { findKind, kindOf } from "../../shared/sagemaker/index.ts";
import { type DocumentShape, type PostureUnit, readPosture, type Setting } from "../../shared/sagemaker/posture.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import { referencesOf } from "../../shared/sagemaker/whole-posture.ts";
import type { NetworkFact } from "./model.ts";

/** The network settings of a resource in a few words, those of each part of it named by their place. */
export function networkFacts(kindId: string, description: unknown, shape: DocumentShape): NetworkFact[] {
  const kind = findKind(kindId);
  return kind === undefined ? [] : factsOfKind(kind, description, shape);
}

function factsOfKind(kind: ResourceKind, description: unknown, shape: DocumentShape): NetworkFact[] {
  const inherited = inheritedFrom(kind, description, shape);
  const own = readPosture(kind, description, shape)
    .units.filter(({ path }) => path !== "" || inherited.length === 0)
    .flatMap((unit) => placed(unit.path, factsOf(unit)));
  return [...inherited, ...own, ...insideOf(kind, description)];
}

/** What a pipeline's steps make, and the settings of other embedded documents. */
function insideOf({ document: embedded }: ResourceKind, description: unknown): NetworkFact[] {
  if (embedded === undefined) return [];
  const [text] = valuesAt(description, embedded.member);
  if (typeof text !== "string") return [];
  return embedded.read(text).flatMap((unit) => placed(unit.path, insideUnit(unit)));
}

function insideUnit(unit: DocumentUnit): NetworkFact[] {
  if ("reason" in unit) return [{ text: "not readable", open: false }];
  if ("kind" in unit) return factsOfKind(kindOf(unit.kind), unit.document, "create");
  const [subnets] = [unit.values.subnets ?? []].flat(2);
  return "subnets" in unit.values && subnets === undefined ? [{ text: "no VPC", open: true }] : [];
}

function placed(path: string, facts: readonly NetworkFact[]): NetworkFact[] {
  return facts.map(({ text, open }) => ({ text: path === "" ? text : `${shortPath(path)}: ${text}`, open }));
}

function inheritedFrom(kind: ResourceKind, description: unknown, shape: DocumentShape): NetworkFact[] {
  const references = referencesOf(kind, description, shape).filter(({ takes }) => !takes.includes("lifecycleScript"));
  const names = references.flatMap((one) => ("id" in one ? [`${kindOf(one.kind).title} ${one.id}`] : []));
  return [...new Set(names)].map((name) => ({ text: `as ${name}`, open: false }));
}

function factsOf({ path, settings }: PostureUnit): NetworkFact[] {
  const { directInternetAccess, appNetworkAccess, subnets, networkIsolation, ssmAccess, sourceCidrs } = settings;
  const facts: NetworkFact[] = [];
  if (directInternetAccess !== undefined) facts.push(directInternet(directInternetAccess));
  if (appNetworkAccess !== undefined) facts.push(appNetwork(appNetworkAccess));
  if (sourceCidrs !== undefined) facts.push(sources(sourceCidrs));
  if (subnets !== undefined && (sourceCidrs === undefined || isSome(subnets))) facts.push(vpc(subnets));
  if (networkIsolation !== undefined && path === "") facts.push(isolation(networkIsolation));
  if (ssmAccess?.status === "set" && ssmAccess.value) facts.push({ text: "SSM access", open: true });
  const { remoteAccess } = settings;
  if (remoteAccess?.status === "set" && remoteAccess.value === "ENABLED")
    facts.push({ text: "remote access", open: true });
  return facts;
}

function directInternet(setting: Setting<string>): NetworkFact {
  const open = !(setting.status === "set" && setting.value === "Disabled");
  return { text: open ? "direct internet" : "no direct internet", open };
}

function appNetwork(setting: Setting<string>): NetworkFact {
  const open = !(setting.status === "set" && setting.value === "VpcOnly");
  return { text: open ? "public internet" : "VPC only", open };
}

/** A labeling portal needs no VPC; it opens from the addresses that are named, or from anywhere. */
function sources(setting: Setting<string[]>): NetworkFact {
  if (!isSome(setting)) return { text: "from anywhere", open: true };
  return { text: `from ${setting.value.join(" ")}`, open: setting.value.some((range) => range.endsWith("/0")) };
}

function isSome(setting: Setting<string[]>): setting is Setting<string[]> & { status: "set" } {
  return setting.status === "set" && setting.value.length > 0;
}

function vpc(setting: Setting<string[]>): NetworkFact {
  if (setting.status === "unread") return { text: "VPC not known", open: false };
  if (!isSome(setting)) return { text: "no VPC", open: true };
  const ids = setting.value.map((id) => `…${id.slice(-4)}`).join(" ");
  return { text: `${setting.value.length === 1 ? "subnet" : "subnets"} ${ids}`, open: false };
}

function isolation(setting: Setting<boolean>): NetworkFact {
  const on = setting.status === "set" && setting.value;
  return { text: on ? "isolated" : "not isolated", open: false };
}

/** `TrainingJobDefinitions[1]` → `definition 2`, `Steps[Train]` → `step Train`. */
function shortPath(path: string): string {
  const step = /^Steps\[(.+)\]$/.exec(path)?.[1];
  if (step !== undefined) return `step ${step}`;
  const [, name = path, index] = /^(\w+)\[(\d+)\]$/.exec(path) ?? [];
  const word = name
    .replace(/^.*([A-Z][a-z]+)s?$/, "$1")
    .replace(/s$/, "")
    .toLowerCase();
  return index === undefined ? word : `${word} ${Number(index) + 1}`;
}
