/** Answers and errors, written as each protocol's clients expect them. */
import { JsonShapeDeserializer2, JsonShapeSerializer2, XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { DocumentType } from "@smithy/types";
import type { AwsError } from "../contract.ts";
import { writeRestOutput } from "./rest.ts";
import type { ServiceSchema, WireError, WireOperation } from "./schema.ts";
import type { Protocol, ServiceDialect } from "./services.ts";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

const JSON_SETTINGS = { timestampFormat: { useTrait: true, default: 7 }, jsonName: false } as const;

/** Turns checked JSON into what handlers see: dates for timestamps, bytes for blobs. */
export function readJson(schema: NormalizedSchema, value: Record<string, unknown>): Record<string, unknown> {
  if (!schema.isStructSchema()) return {};
  return new JsonShapeDeserializer2(JSON_SETTINGS).readObject(schema, value as DocumentType);
}

function writeJson(schema: NormalizedSchema, value: unknown): Uint8Array {
  const serializer = new JsonShapeSerializer2(JSON_SETTINGS);
  serializer.write(schema, value);
  return serializer.flush();
}

export function writeOutput(
  dialect: ServiceDialect,
  operation: WireOperation,
  output: Record<string, unknown>,
  requestId: string,
): Answer {
  if (dialect.protocol === "restJson1") return writeRestOutput(operation, output, writeJson);
  if (dialect.protocol === "awsQuery") {
    const body = queryAnswer(operation, output, dialect.xmlNamespace ?? "", requestId);
    return { status: 200, headers: { "content-type": "text/xml" }, body };
  }
  if (dialect.protocol === "ec2Query") {
    const body = ec2Answer(operation, output, dialect.xmlNamespace ?? "", requestId);
    return { status: 200, headers: { "content-type": "text/xml" }, body };
  }
  const schema = operation.output();
  const body = schema.isStructSchema() ? writeJson(schema, output) : "";
  return { status: 200, headers: { "content-type": contentType(dialect.protocol) }, body };
}

function queryAnswer(operation: WireOperation, output: Record<string, unknown>, namespace: string, id: string): string {
  const schema = operation.output();
  const result = schema.isStructSchema() ? `<${operation.name}Result>${innerXml(schema, output)}` : "";
  const closing = result === "" ? "" : `</${operation.name}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
  const attributes = `xmlns="${namespace}"`;
  return `<${operation.name}Response ${attributes}>${result}${closing}${metadata}</${operation.name}Response>`;
}

/** Members stand in the root, without a result around them; operations without an answer say that it is true. */
function ec2Answer(operation: WireOperation, output: Record<string, unknown>, namespace: string, id: string): string {
  const schema = operation.output();
  const members = schema.isStructSchema() ? innerXml(schema, output) : "<return>true</return>";
  const name = `${operation.name}Response`;
  return `<${name} xmlns="${namespace}"><requestId>${id}</requestId>${members}</${name}>`;
}

/** The serializer names its root after the shape; the protocol wants the members alone. */
function innerXml(schema: NormalizedSchema, output: Record<string, unknown>): string {
  const settings = { xmlNamespace: "", serviceNamespace: "", httpBindings: false };
  const serializer = new XmlShapeSerializer({ ...settings, timestampFormat: { useTrait: true, default: 5 } });
  serializer.write(schema, output);
  return /^<[^>]*[^/]>([\s\S]*)<\/[^>]*>$/.exec(String(serializer.flush()))?.[1] ?? "";
}

/** An error of a known service, or of none yet (`schema` null: the request never got that far). */
export function writeError(
  dialect: ServiceDialect,
  schema: ServiceSchema | null,
  error: AwsError,
  requestId: string,
): Answer {
  const shape = schema?.errors.get(error.code);
  const status = statusOf(error, shape);
  if (dialect.protocol === "awsQuery") {
    return { status, headers: { "content-type": "text/xml" }, body: queryError(dialect, error, shape, requestId) };
  }
  if (dialect.protocol === "ec2Query") {
    return { status, headers: { "content-type": "text/xml" }, body: ec2Error(error, requestId) };
  }
  const headers: Record<string, string> = {
    "content-type": contentType(dialect.protocol),
    "x-amzn-errortype": error.code,
  };
  if (dialect.queryCompatible) {
    headers["x-amzn-query-error"] = `${shape?.queryCode ?? error.code};${sender(status)}`;
  }
  const body = {
    __type: error.code,
    [shape?.messageMember ?? "message"]: error.message,
    ...(shape?.hasType ? { Type: status < 500 ? "User" : "Service" } : {}),
  };
  return { status, headers, body: JSON.stringify(body) };
}

function statusOf(error: AwsError, shape: WireError | undefined): number {
  if (shape?.status) return shape.status;
  return shape?.fault === "server" && error.statusCode < 500 ? 500 : error.statusCode;
}

function queryError(dialect: ServiceDialect, error: AwsError, shape: WireError | undefined, id: string): string {
  const code = shape?.queryCode ?? error.code.replace(/Exception$/, "");
  const detail = `<Type>${sender(statusOf(error, shape))}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message>`;
  const attributes = dialect.xmlNamespace === undefined ? "" : ` xmlns="${dialect.xmlNamespace}"`;
  return `<ErrorResponse${attributes}><Error>${detail}</Error><RequestId>${id}</RequestId></ErrorResponse>`;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
function ec2Error({ code, message }: AwsError, id: string): string {
  const detail = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return `<Response><Errors>${detail}</Errors><RequestID>${id}</RequestID></Response>`;
}

function sender(status: number): string {
  return status < 500 ? "Sender" : "Receiver";
}

function contentType(protocol: Protocol): string {
  if (protocol === "awsJson1.0") return "application/x-amz-json-1.0";
  return protocol === "awsJson1.1" ? "application/x-amz-json-1.1" : "application/json";
}

/** Escapes markup, and drops the characters that XML 1.0 cannot carry at all. */
function escapeXml(text: string): string {
  const markup: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  return text.replace(/[&<>]/g, (character) => markup[character] ?? "").replace(/[^\t\n\r\u0020-\uffff]/g, "");
}
