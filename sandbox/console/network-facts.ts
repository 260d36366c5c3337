import { findKind, kindOf } from "../../shared/sagemaker/index.ts";
import { type DocumentShape, type PostureUnit, readPosture, type Setting } from "../../shared/sagemaker/posture.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import { referencesOf } from "../../shared/sagemaker/whole-posture.ts";
import type { NetworkFact } from "./model.ts";

/** The network settings of a resource in a few words, those of each part of it named by their place. */
export function networkFacts(kindId: string, description: unknown, shape: DocumentShape): NetworkFact[] {
  const kind = findKind(kindId);
  if (kind === undefined) return [];
  const { units } = readPosture(kind, description, shape);
  const inherited = inheritedFrom(kind, description, shape);
  return units.flatMap((unit) => {
    const facts = inherited.length > 0 && unit.path === "" ? inherited : factsOf(unit);
    return unit.path === ""
      ? facts
      : facts.map(({ text, open }) => ({ text: `${shortPath(unit.path)}: ${text}`, open }));
  });
}

function inheritedFrom(kind: ResourceKind, description: unknown, shape: DocumentShape): NetworkFact[] {
  const references = referencesOf(kind, description, shape).filter((reference) => "id" in reference);
  const names = references.map(({ kind: other, id }) => `${kindOf(other).title} ${id}`);
  return [...new Set(names)].map((name) => ({ text: `as ${name}`, open: false }));
}

function factsOf({ path, settings }: PostureUnit): NetworkFact[] {
  const { directInternetAccess, appNetworkAccess, subnets, networkIsolation, ssmAccess } = settings;
  const facts: NetworkFact[] = [];
  if (directInternetAccess !== undefined) facts.push(directInternet(directInternetAccess));
  if (appNetworkAccess !== undefined) facts.push(appNetwork(appNetworkAccess));
  if (subnets !== undefined) facts.push(vpc(subnets));
  if (networkIsolation !== undefined && path === "") facts.push(isolation(networkIsolation));
  if (ssmAccess?.status === "set" && ssmAccess.value) facts.push({ text: "SSM access", open: true });
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

function vpc(setting: Setting<string[]>): NetworkFact {
  if (setting.status !== "set" || setting.value.length === 0) return { text: "no VPC", open: true };
  const ids = setting.value.map((id) => `…${id.slice(-4)}`).join(" ");
  return { text: `${setting.value.length === 1 ? "subnet" : "subnets"} ${ids}`, open: false };
}

function isolation(setting: Setting<boolean>): NetworkFact {
  const on = setting.status === "set" && setting.value;
  return { text: on ? "isolated" : "not isolated", open: false };
}

/** `TrainingJobDefinitions[1]` → `definition 2`. */
function shortPath(path: string): string {
  const [, name = path, index] = /^(\w+)\[(\d+)\]$/.exec(path) ?? [];
  const word = name
    .replace(/^.*([A-Z][a-z]+)s?$/, "$1")
    .replace(/s$/, "")
    .toLowerCase();
  return index === undefined ? word : `${word} ${Number(index) + 1}`;
}
