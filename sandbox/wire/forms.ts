/** Reads the form of a query-protocol call (`Tags.member.1.Key=…`) into the JSON that its schema describes. */
import type { NormalizedSchema } from "@smithy/core/schema";

type Node = { text: string | null; children: Map<string, Node> };

/** Values that do not read as the number or boolean the schema wants stay text, for the check to refuse. */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): Record<string, unknown> {
  const root = emptyNode();
  for (const [key, value] of form) {
    if (key === "Action" || key === "Version") continue;
    let node = root;
    for (const part of key.split(".")) node = childOf(node, part);
    node.text = value;
  }
  return readStructure(schema, root);
}

function emptyNode(): Node {
  return { text: null, children: new Map() };
}

function childOf(node: Node, name: string): Node {
  const known = node.children.get(name) ?? emptyNode();
  node.children.set(name, known);
  return known;
}

function readStructure(schema: NormalizedSchema, node: Node): Record<string, unknown> {
  const members = new Map<string, [string, NormalizedSchema]>();
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator()) {
      members.set(member.getMergedTraits().xmlName ?? name, [name, member]);
    }
  }
  const out = new Map<string, unknown>();
  for (const [key, child] of node.children) {
    const [name, member] = members.get(key) ?? [key, null];
    out.set(name, member === null ? child.text : readValue(member, child));
  }
  return Object.fromEntries(out);
}

function readValue(schema: NormalizedSchema, node: Node): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return readText(schema, node.text ?? "");
}

function readList(schema: NormalizedSchema, node: Node): unknown[] {
  const item = schema.getValueSchema();
  const suffix = item.getMergedTraits().xmlName ?? "member";
  return numbered(schema.getMergedTraits().xmlFlattened ? node : node.children.get(suffix)).map((child) =>
    readValue(item, child),
  );
}

function readMap(schema: NormalizedSchema, node: Node): Record<string, unknown> {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? "key";
  const item = schema.getValueSchema();
  const valueName = item.getMergedTraits().xmlName ?? "value";
  const entries = numbered(schema.getMergedTraits().xmlFlattened ? node : node.children.get("entry"));
  return Object.fromEntries(
    entries.map((entry) => [
      entry.children.get(keyName)?.text ?? "",
      readValue(item, entry.children.get(valueName) ?? emptyNode()),
    ]),
  );
}

function numbered(node: Node | undefined): Node[] {
  const entries = [...(node?.children ?? [])].filter(([key]) => /^\d+$/.test(key));
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}

/** Text from a form, a path, a query string or a header, as the JSON value that the schema wants. */
export function readText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text === "true" ? true : text === "false" ? false : text;
  if (schema.isNumericSchema()) return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
  if (schema.isTimestampSchema()) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? text : time / 1000;
  }
  return text;
}
