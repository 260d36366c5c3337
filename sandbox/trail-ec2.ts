/**
 * EC2's own spelling of `requestParameters` and `responseElements`. Its older calls have members in lower camel case with
 * lists as `{ items: […] }`; those that came later (endpoints, NAT gateways, flow logs, prefix lists, …) have what went
 * over the wire, under `<Call>Request` and `<Call>Response`, with a `tag` that numbers the elements of lists.
 */
import type { NormalizedSchema } from "@smithy/core/schema";
import type { RecordedCall } from "./contract.ts";
import { EC2_FORM } from "./wire/forms.ts";
import type { WireOperation } from "./wire/schema.ts";

type Json = Record<string, unknown>;

const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

export function ec2Parameters(call: RecordedCall, operation: WireOperation): Json {
  if (isLater(operation)) return { [`${call.operation}Request`]: asSent(operation.input(), call.input) };
  return asItems(operation.input(), call.input, NAMES[call.operation] ?? {});
}

/** Null for failed calls. */
export function ec2Elements(call: RecordedCall, operation: WireOperation): Json | null {
  if (call.error !== null || call.output === null) return null;
  const { requestId } = call.context;
  if (isLater(operation)) {
    const members = asAnswered(operation.output(), call.output) as Json;
    return { [`${call.operation}Response`]: { xmlns: NAMESPACE, requestId, ...members } };
  }
  const members = asItems(operation.output(), call.output, {});
  const isBare = Object.keys(members).length === 0 || call.operation === "CreateSecurityGroup";
  return { requestId, ...(isBare && { _return: true }), ...members };
}

/** The later calls are those whose `DryRun` has no name of its own on the wire. */
function isLater(operation: WireOperation): boolean {
  const input = operation.input();
  if (!input.isStructSchema()) return false;
  for (const [name, member] of input.structIterator()) {
    if (name === "DryRun") return member.getMergedTraits().xmlName === undefined;
  }
  return false;
}

/** Members that the older records call otherwise. */
const ACL_ENTRY = { Protocol: "aclProtocol", IcmpTypeCode: "icmpTypeCode", PortRange: "portRange" };
const NAMES: Record<string, Record<string, string>> = {
  CreateNetworkAclEntry: ACL_ENTRY,
  ReplaceNetworkAclEntry: ACL_ENTRY,
};

/** Absent structures of an ACL's entry, and absent lists inside of others, are there as `{}`. */
function asItems(schema: NormalizedSchema, value: Json, names: Record<string, string>, nested = false): Json {
  const out: Json = {};
  for (const [name, member] of membersOf(schema)) {
    const given = value[name];
    const isEmpty = given === undefined && (nested ? member.isListSchema() : name in names && member.isStructSchema());
    if (name === "TagSpecifications" && Array.isArray(given)) out.tagSpecificationSet = tagSpecifications(given);
    else if (isEmpty) out[names[name] ?? olderName(name, member)] = {};
    else if (given !== undefined) out[names[name] ?? olderName(name, member)] = olderValue(member, given);
  }
  return out;
}

function olderValue(schema: NormalizedSchema, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (schema.isStructSchema()) return asItems(schema, value as Json, {}, true);
  if (!schema.isListSchema() || !Array.isArray(value)) return value;
  if (value.length === 0) return {};
  const item = schema.getValueSchema();
  const singular = lowerFirst(schema.getMergedTraits().xmlName ?? "item");
  return { items: value.map((one) => (item.isStructSchema() ? olderValue(item, one) : { [singular]: one })) };
}

/** `return` is a word of the languages that read it. */
function olderName(name: string, member: NormalizedSchema): string {
  const isPlainList = member.isListSchema() && !member.getValueSchema().isStructSchema();
  const own = lowerFirst(isPlainList ? name : (member.getMergedTraits().xmlName ?? name));
  return own === "return" ? "_return" : own;
}

function tagSpecifications(given: Json[]): Json {
  const tagsOf = ({ Tags }: Json) =>
    Array.isArray(Tags) ? Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) : [];
  return { items: given.map((one) => ({ resourceType: one.ResourceType, tags: tagsOf(one) })) };
}

function asSent(schema: NormalizedSchema, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (!schema.isStructSchema() || typeof value !== "object" || value === null) return value;
  const out: Json = {};
  for (const [name, member] of membersOf(schema)) {
    const given = (value as Json)[name];
    if (given === undefined) continue;
    out[EC2_FORM.nameOf(name, member)] = Array.isArray(given)
      ? numbered(member.getValueSchema(), given)
      : asSent(member, given);
  }
  return out;
}

function numbered(item: NormalizedSchema, values: unknown[]): unknown {
  const elements = values.map((value, index) => {
    const sent = asSent(item, value);
    return { tag: index + 1, ...(item.isStructSchema() ? (sent as Json) : { content: sent }) };
  });
  return elements.length === 1 ? elements[0] : elements;
}

/** The answer's XML as JSON: an element alone stands for a list of one, and text of nothing for an empty list. */
function asAnswered(schema: NormalizedSchema, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema();
    const elements = value.map((one) => asAnswered(item, one));
    if (elements.length === 0) return "";
    return { item: elements.length === 1 ? elements[0] : elements };
  }
  if (!schema.isStructSchema()) return value;
  const out: Json = {};
  for (const [name, member] of membersOf(schema)) {
    const given = (value as Json)[name];
    if (given !== undefined) out[member.getMergedTraits().xmlName ?? name] = asAnswered(member, given);
  }
  return out;
}

function membersOf(schema: NormalizedSchema): Iterable<[string, NormalizedSchema]> {
  return schema.isStructSchema() ? schema.structIterator() : [];
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
