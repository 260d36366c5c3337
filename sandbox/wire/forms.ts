/** Reads the form of a query-protocol call (`Tags.member.1.Key=…`) into the JSON that its schema describes. */
import type { NormalizedSchema } from "@smithy/core/schema";

type Node = { text: string | null; children: Map<string, Node> };

/** How a query protocol spells members and lists. */
export interface FormStyle {
  nameOf(name: string, member: NormalizedSchema): string;
  /** The node whose numbered children are the list's items. */
  itemsOf(list: NormalizedSchema, node: Node): Node | undefined;
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const QUERY_FORM: FormStyle = {
  nameOf: (name, member) => member.getMergedTraits().xmlName ?? name,
  itemsOf(list, node) {
    const suffix = list.getValueSchema().getMergedTraits().xmlName ?? "member";
    return list.getMergedTraits().xmlFlattened ? node : node.children.get(suffix);
  },
};

/** `SubnetId.1`, `Filter.1.Value.2`: names in capitals, lists flat. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const EC2_FORM: FormStyle = {
  nameOf(name, member) {
    const { ec2QueryName, xmlName } = member.getMergedTraits();
    const given = xmlName ?? name;
    return typeof ec2QueryName === "string" ? ec2QueryName : given.charAt(0).toUpperCase() + given.slice(1);
  },
  itemsOf: (_list, node) => node,
};

/** Values that do not read as the number or boolean the schema wants stay text, for the check to refuse. */
export function readForm(
  schema: NormalizedSchema,
  form: URLSearchParams,
  style: FormStyle = QUERY_FORM,
): Record<string, unknown> {
  const root = emptyNode();
  for (const [key, value] of form) {
    if (key === "Action" || key === "Version") continue;
    let node = root;
    for (const part of key.split(".")) node = childOf(node, part);
    node.text = value;
  }
  return readStructure(schema, root, style);
}

function emptyNode(): Node {
  return { text: null, children: new Map() };
}

function childOf(node: Node, name: string): Node {
  const known = node.children.get(name) ?? emptyNode();
  node.children.set(name, known);
  return known;
}

function readStructure(schema: NormalizedSchema, node: Node, style: FormStyle): Record<string, unknown> {
  const members = new Map<string, [string, NormalizedSchema]>();
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator()) members.set(style.nameOf(name, member), [name, member]);
  }
  const out = new Map<string, unknown>();
  for (const [key, child] of node.children) {
    const [name, member] = members.get(key) ?? [key, null];
    out.set(name, member === null ? child.text : readValue(member, child, style));
  }
  return Object.fromEntries(out);
}

function readValue(schema: NormalizedSchema, node: Node, style: FormStyle): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node, style);
  if (schema.isListSchema()) return readList(schema, node, style);
  if (schema.isMapSchema()) return readMap(schema, node, style);
  return readText(schema, node.text ?? "");
}

function readList(schema: NormalizedSchema, node: Node, style: FormStyle): unknown[] {
  const item = schema.getValueSchema();
  return numbered(style.itemsOf(schema, node)).map((child) => readValue(item, child, style));
}

function readMap(schema: NormalizedSchema, node: Node, style: FormStyle): Record<string, unknown> {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? "key";
  const item = schema.getValueSchema();
  const valueName = item.getMergedTraits().xmlName ?? "value";
  const entries = numbered(schema.getMergedTraits().xmlFlattened ? node : node.children.get("entry"));
  return Object.fromEntries(
    entries.map((entry) => [
      entry.children.get(keyName)?.text ?? "",
      readValue(item, entry.children.get(valueName) ?? emptyNode(), style),
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
