/** REST operations: finding the one a request means, reading its input and writing its answer by HTTP bindings. */
import type { NormalizedSchema } from "@smithy/core/schema";
import type { HttpRequest } from "../server.ts";
import { readText } from "./forms.ts";
import type { WireOperation } from "./schema.ts";

export interface RestMatch {
  operation: WireOperation;
  labels: Map<string, string>;
}

interface RestRoute {
  operation: WireOperation;
  method: string;
  segments: string[];
  query: URLSearchParams;
}

/** Finds the operation for a request; templates with more literal parts win over those with labels. */
export function createRestRouter(operations: Iterable<WireOperation>): (request: HttpRequest) => RestMatch | null {
  const routes: RestRoute[] = [];
  for (const operation of operations) {
    if (operation.http === null) continue;
    const [path, query] = operation.http.path.split("?");
    const segments = segmentsOf(path ?? "");
    routes.push({ operation, method: operation.http.method, segments, query: new URLSearchParams(query) });
  }
  routes.sort((a, b) => literals(b) - literals(a));
  return (request) => {
    for (const route of routes) {
      const labels = matchRoute(route, request);
      if (labels !== null) return { operation: route.operation, labels };
    }
    return null;
  };
}

function literals(route: RestRoute): number {
  return route.segments.filter((segment) => !segment.startsWith("{")).length + 10 * route.query.size;
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, "").replace(/\/$/, "").split("/");
}

function matchRoute(route: RestRoute, request: HttpRequest): Map<string, string> | null {
  if (route.method !== request.method) return null;
  for (const [name, value] of route.query) {
    if (!request.query.getAll(name).includes(value)) return null;
  }
  const given = segmentsOf(request.path);
  if (given.length !== route.segments.length) return null;
  const labels = new Map<string, string>();
  for (const [index, segment] of route.segments.entries()) {
    const text = decodeSegment(given[index] ?? "");
    if (text === null) return null;
    if (segment.startsWith("{")) labels.set(segment.slice(1, -1), text);
    else if (segment !== text) return null;
  }
  return labels;
}

function decodeSegment(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The input as one JSON object, wherever its members travelled. Throws SyntaxError for a body that is no JSON. */
export function readRestInput({ operation, labels }: RestMatch, request: HttpRequest): Record<string, unknown> {
  const schema = operation.input();
  if (!schema.isStructSchema()) return {};
  const members = [...schema.structIterator()];
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
  const input = new Map<string, unknown>();
  if (payload !== undefined) input.set(payload[0], readPayload(payload[1], request.body));
  else if (members.some(([, member]) => isBody(member))) addBody(input, members, request.body);
  for (const [name, member] of members) {
    const text = boundText(name, member, labels, request);
    if (text !== undefined) input.set(name, text);
  }
  return Object.fromEntries([...input].filter(([, value]) => value !== undefined));
}

function addBody(input: Map<string, unknown>, members: [string, NormalizedSchema][], body: Buffer): void {
  const document: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new SyntaxError("the body is not a JSON object");
  }
  const names = new Map(members.map(([name, member]) => [wireName(name, member), name]));
  for (const [key, value] of Object.entries(document)) input.set(names.get(key) ?? key, value);
}

function readPayload(schema: NormalizedSchema, body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (schema.isBlobSchema()) return body.toString("base64");
  return schema.isStringSchema() ? body.toString("utf8") : JSON.parse(body.toString("utf8"));
}

function boundText(
  name: string,
  member: NormalizedSchema,
  labels: Map<string, string>,
  request: HttpRequest,
): unknown | undefined {
  const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
  if (httpLabel) return readText(member, labels.get(name) ?? "");
  if (httpHeader !== undefined) {
    const header = request.headers[httpHeader.toLowerCase()];
    return header === undefined ? undefined : readText(member, String(header));
  }
  if (httpQuery === undefined || !request.query.has(httpQuery)) return undefined;
  const texts = request.query.getAll(httpQuery);
  if (member.isListSchema()) return texts.map((text) => readText(member.getValueSchema(), text));
  return readText(member, texts[0] ?? "");
}

function isBody(member: NormalizedSchema): boolean {
  const { httpLabel, httpQuery, httpHeader, httpPayload, httpResponseCode } = member.getMergedTraits();
  return !httpLabel && !httpPayload && !httpResponseCode && httpQuery === undefined && httpHeader === undefined;
}

function wireName(name: string, member: NormalizedSchema): string {
  return member.getMergedTraits().jsonName ?? name;
}

export interface RestAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** `toJson` renders the members that travel in the body. */
export function writeRestOutput(
  operation: WireOperation,
  output: Record<string, unknown>,
  toJson: (schema: NormalizedSchema, value: unknown) => string | Uint8Array,
): RestAnswer {
  const answer: RestAnswer = { status: operation.http?.status ?? 200, headers: {}, body: "" };
  const schema = operation.output();
  if (!schema.isStructSchema()) return answer;
  let inBody = false;
  for (const [name, member] of schema.structIterator()) {
    const { httpHeader, httpPayload, httpResponseCode } = member.getMergedTraits();
    const value = output[name];
    inBody ||= isBody(member);
    if (value === undefined || value === null) continue;
    if (httpHeader !== undefined) answer.headers[httpHeader.toLowerCase()] = String(value);
    if (httpResponseCode) answer.status = Number(value);
    if (httpPayload) answer.body = payloadOf(member, value, toJson);
  }
  if (!inBody) return answer;
  answer.headers["content-type"] ??= "application/json";
  const members = [...schema.structIterator()].filter(([, member]) => isBody(member)).map(([name]) => name);
  answer.body = toJson(schema, Object.fromEntries(members.map((name) => [name, output[name]])));
  return answer;
}

function payloadOf(
  member: NormalizedSchema,
  value: unknown,
  toJson: (schema: NormalizedSchema, value: unknown) => string | Uint8Array,
): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  return toJson(member, value);
}
