/** Parameter Store of the local account. */
import { createHash } from "node:crypto";
import type * as Ssm from "@aws-sdk/client-ssm";
import { AwsError, type ServiceBackend } from "../contract.ts";
import { operation, pageOf } from "./operation.ts";

type ParameterKind = "String" | "StringList" | "SecureString";

interface StoredParameter {
  name: string;
  type: ParameterKind;
  description: string | undefined;
  /** The value of version 1, 2, … in order. */
  versions: { value: string; at: Date }[];
}

export interface ParameterInput {
  name: string;
  value: string;
  type?: ParameterKind | undefined;
  description?: string | undefined;
}

export interface Parameters {
  backend: ServiceBackend;
  /** Creates a parameter or adds a version to it; returns the version. */
  put(input: ParameterInput): number;
  /** The current value, decrypted; undefined when there is none. */
  value(name: string): string | undefined;
}

export interface ParametersOptions {
  accountId: string;
  region: string;
  now(): Date;
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const VALUE_LIMIT = 4096;

export function createParameters(options: ParametersOptions): Parameters {
  const store = new Map<string, StoredParameter>();

  function put({ name, value, type, description }: ParameterInput): number {
    const known = store.get(name);
    const version = { value, at: options.now() };
    const versions = [...(known?.versions ?? []), version];
    const kept = { type: type ?? known?.type ?? "String", description: description ?? known?.description };
    store.set(name, { name, versions, ...kept });
    return versions.length;
  }

  return {
    put,
    value: (name) => store.get(name)?.versions.at(-1)?.value,
    backend: {
      operations: {
        DeleteParameter: operation((input: Ssm.DeleteParameterRequest) => {
          const { parameter } = find(store, input.Name ?? "");
          store.delete(parameter.name);
          return {};
        }),
        DescribeParameters: operation((input: Ssm.DescribeParametersRequest) => {
          const found = [...store.values()].filter((parameter) => passes(parameter, input.ParameterFilters));
          const [page, NextToken] = pageOf(found, input.NextToken, input.MaxResults ?? 50);
          return { Parameters: page.map((parameter) => metadata(parameter, options)), NextToken };
        }),
        GetParameter: operation((input: Ssm.GetParameterRequest) => ({
          Parameter: answer(find(store, input.Name ?? ""), input.WithDecryption, options),
        })),
        GetParameters: operation((input: Ssm.GetParametersRequest) =>
          getMany(store, input.Names ?? [], input.WithDecryption, options),
        ),
        GetParametersByPath: operation((input: Ssm.GetParametersByPathRequest) => {
          const found = [...store.values()].filter(({ name }) => isUnder(name, input.Path ?? "/", input.Recursive));
          const [page, NextToken] = pageOf(found, input.NextToken, input.MaxResults ?? 10);
          return { Parameters: page.map((one) => answer(current(one), input.WithDecryption, options)), NextToken };
        }),
        PutParameter: operation((input: Ssm.PutParameterRequest) => {
          checkPut(store, input);
          const { Name: name = "", Value: value = "", Type: type, Description: description } = input;
          return { Version: put({ name, value, type, description }), Tier: "Standard" };
        }),
      },
    },
  };
}

interface Found {
  parameter: StoredParameter;
  version: number;
}

/** By name, by ARN, or by `name:version`. */
function find(store: Map<string, StoredParameter>, reference: string): Found {
  const local = reference.replace(/^arn:[^/]*:parameter/, "");
  const [, name = local, wanted] = /^(.*?)(?::(\d+))?$/.exec(local) ?? [];
  const parameter = store.get(name) ?? store.get(name.replace(/^\//, ""));
  if (parameter === undefined) throw new AwsError("ParameterNotFound", `Parameter ${reference} not found.`);
  const version = wanted === undefined ? parameter.versions.length : Number(wanted);
  if (version >= 1 && version <= parameter.versions.length) return { parameter, version };
  const message = `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`;
  throw new AwsError("ParameterVersionNotFound", message);
}

function current(parameter: StoredParameter): Found {
  return { parameter, version: parameter.versions.length };
}

function getMany(
  store: Map<string, StoredParameter>,
  names: readonly string[],
  decrypt: boolean | undefined,
  options: ParametersOptions,
): Ssm.GetParametersResult {
  const result = { Parameters: [] as Ssm.Parameter[], InvalidParameters: [] as string[] };
  for (const name of names) {
    try {
      result.Parameters.push(answer(find(store, name), decrypt, options));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      result.InvalidParameters.push(name);
    }
  }
  return result;
}

function answer(
  { parameter, version }: Found,
  decrypt: boolean | undefined,
  options: ParametersOptions,
): Ssm.Parameter {
  const { value = "", at } = parameter.versions[version - 1] ?? {};
  const hidden = parameter.type === "SecureString" && decrypt !== true;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: hidden ? ciphertext(parameter.name, value) : value,
    Version: version,
    LastModifiedDate: at,
    ARN: arnOf(parameter.name, options),
    DataType: "text",
  };
}

/** Stands for what KMS would have made of the value; nothing reads it back. */
function ciphertext(name: string, value: string): string {
  return createHash("sha512").update(`${name}\n${value}`).digest("base64");
}

function metadata(parameter: StoredParameter, options: ParametersOptions): Ssm.ParameterMetadata {
  return {
    Name: parameter.name,
    ARN: arnOf(parameter.name, options),
    Type: parameter.type,
    Description: parameter.description,
    Version: parameter.versions.length,
    LastModifiedDate: parameter.versions.at(-1)?.at,
    Tier: "Standard",
    DataType: "text",
  };
}

function arnOf(name: string, { region, accountId }: ParametersOptions): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, "")}`;
}

function isUnder(name: string, path: string, recursive: boolean | undefined): boolean {
  const folder = path.endsWith("/") ? path : `${path}/`;
  return name.startsWith(folder) && (recursive === true || !name.slice(folder.length).includes("/"));
}

function passes(parameter: StoredParameter, filters: readonly Ssm.ParameterStringFilter[] | undefined): boolean {
  return (filters ?? []).every(({ Key, Option, Values = [] }) => {
    const actual = { Name: parameter.name, Type: parameter.type }[Key ?? ""];
    if (actual === undefined) throw new AwsError("InvalidFilterKey", `The filter key ${Key} is not supported here.`);
    if (Option === "BeginsWith") return Values.some((value) => actual.startsWith(value));
    return Option === "Contains" ? Values.some((value) => actual.includes(value)) : Values.includes(actual);
  });
}

function checkPut(store: Map<string, StoredParameter>, input: Ssm.PutParameterRequest): void {
  const known = store.get(input.Name ?? "");
  if (!/^[\w./-]+$/.test(input.Name ?? "")) {
    throw new AwsError("ValidationException", `Parameter name: ${input.Name} must only contain a-zA-Z0-9_.-/`);
  }
  if (known !== undefined && input.Overwrite !== true) {
    const advice = "To overwrite this value, set the overwrite option in the request to true.";
    throw new AwsError("ParameterAlreadyExists", `The parameter already exists. ${advice}`);
  }
  if (known === undefined && input.Type === undefined) {
    throw new AwsError("ValidationException", "A parameter type is required when you create a parameter.");
  }
  if (Buffer.byteLength(input.Value ?? "") > VALUE_LIMIT) {
    const message = `Standard tier parameters support a maximum parameter value of ${VALUE_LIMIT} characters.`;
    throw new AwsError("ValidationException", message);
  }
}
