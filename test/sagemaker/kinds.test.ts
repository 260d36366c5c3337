import type { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, test } from "vitest";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";
import { findKind, kindOf, RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { fieldOf, readPosture, type Setting } from "../../shared/sagemaker/posture.ts";
import type {
  ResourceKind,
  SettingName,
  SettingPath,
  SettingTypes,
  UnitTable,
} from "../../shared/sagemaker/resource-kind.ts";
import { enumValues, inputOf, outputOf, schemaAt } from "./sdk-schemas.ts";

const KINDS: readonly ResourceKind[] = RESOURCE_KINDS;
const SHAPES = ["create", "describe"] as const;

/** The SDK's const with the statuses of each kind that has any. */
const STATUS_ENUMS: Record<string, string> = {
  domain: "DomainStatus",
  "hyper-parameter-tuning-job": "HyperParameterTuningJobStatus",
  "notebook-instance": "NotebookInstanceStatus",
  "processing-job": "ProcessingJobStatus",
  "training-job": "TrainingJobStatus",
};

/** A value of each setting, and one of a wrong type. */
const VALUES: { [Name in SettingName]: { right: SettingTypes[Name]; wrong: unknown } } = {
  appNetworkAccess: { right: "VpcOnly", wrong: true },
  directInternetAccess: { right: "Disabled", wrong: false },
  imdsVersion: { right: "2", wrong: 2 },
  instanceCount: { right: 3, wrong: "3" },
  ipAddressType: { right: "dualstack", wrong: 6 },
  networkIsolation: { right: true, wrong: "true" },
  remoteDebug: { right: true, wrong: "Enabled" },
  repositoryAccess: { right: "Vpc", wrong: {} },
  rootAccess: { right: "Disabled", wrong: false },
  securityGroups: { right: ["sg-1", "sg-2"], wrong: [1] },
  ssmAccess: { right: true, wrong: 1 },
  subnets: { right: ["subnet-1", "subnet-2"], wrong: { id: "subnet-1" } },
  trafficEncryption: { right: true, wrong: "yes" },
};

test("the registry is in alphabetical order and finds each kind by its id", () => {
  const ids = KINDS.map(({ id }) => id);

  expect(ids).toEqual([...ids].sort());
  for (const kind of KINDS) expect(findKind(kind.id)).toBe(kind);
  expect(findKind("toString")).toBeUndefined();
  expect(() => kindOf("compilation-job")).toThrow('no resource kind "compilation-job"');
});

describe.each(KINDS.map((kind) => ({ id: kind.id, kind })))("$id", ({ kind }) => {
  const create = inputOf(kind.calls.create);
  const description = outputOf(kind.describe.call);

  test("names operations that SageMaker has, each with its permission", () => {
    const operations = [kind.describe, kind.list, ...(kind.stop === null ? [] : [kind.stop])];
    const calls = [kind.calls.create, ...kind.calls.update, ...kind.calls.start, ...operations.map(({ call }) => call)];

    expect(calls.filter((call) => sageMakerOperation(call) === undefined)).toEqual([]);
    for (const { call, permissions } of operations) expect(permissions).toContain(`sagemaker:${call}`);
  });

  test("names members of the resource as the API does", () => {
    expect(missing(create, [kind.nameMember])).toEqual([]);
    const told = [kind.nameMember, kind.idMember, kind.arnMember, kind.creationTimeMember];
    expect(missing(description, [...told, ...(kind.statusMember === null ? [] : [kind.statusMember])])).toEqual([]);
    expect(missing(outputOf(kind.calls.create), [kind.arnMember])).toEqual([]);
  });

  test("is found again by the member that says which one it is", () => {
    const takers = [
      kind.describe.call,
      ...kind.calls.update,
      ...kind.calls.start,
      ...(kind.stop ? [kind.stop.call] : []),
    ];

    for (const call of takers) expect(missing(inputOf(call), [kind.idMember]), call).toEqual([]);
    const source = kind.idMember === kind.nameMember ? create : outputOf(kind.calls.create);
    expect(missing(source, [kind.idMember])).toEqual([]);
    const items = schemaAt(outputOf(kind.list.call), `${kind.list.items}[]`);
    expect(items && missing(items, [kind.idMember, kind.arnMember])).toEqual([]);
    expect(missing(inputOf(kind.list.call), ["MaxResults", "NextToken"])).toEqual([]);
  });

  test("has units and settings where the API has them, in the create call and in the Describe answer", () => {
    for (const table of kind.units) {
      expect(missing(create, pathsOf(table, "create"))).toEqual([]);
      expect(missing(description, pathsOf(table, "describe"))).toEqual([]);
    }
  });

  test("inherits from members that name resources of a registered kind", () => {
    for (const { from, kind: other, replaces } of kind.inherits) {
      expect(missing(create, [from])).toEqual([]);
      expect(missing(description, [from])).toEqual([]);
      expect(Object.keys(kindOf(other).units[0]?.settings ?? {})).toEqual(expect.arrayContaining([...replaces]));
    }
  });

  test("knows its statuses", () => {
    const all = kind.statusMember === null ? [] : enumValues(STATUS_ENUMS[kind.id] ?? "");
    if (kind.stop === null) return;
    const { startsFrom, waitsIn, stopping, ended, beforeCompute } = kind.stop;

    expect([...startsFrom, ...waitsIn, ...stopping, ...ended].sort()).toEqual([...all].sort());
    if (beforeCompute === undefined) return;
    expect(missing(description, [beforeCompute.member])).toEqual([]);
    expect(enumValues(beforeCompute.member)).toEqual(expect.arrayContaining([...beforeCompute.values]));
  });

  test("has no two names for its settings' places", () => {
    for (const shape of SHAPES) {
      const paths = kind.units
        .flatMap((table) => pathsOf(table, shape))
        .filter((path) => !path.endsWith("InstanceCount"));
      const places = paths.filter((path) => !kind.units.some(({ at }) => at === path));

      expect(new Set(places).size).toBe(places.length);
    }
  });

  describe.each(variations(kind))("$shape: $path", ({ shape, table, name, path }) => {
    const at = table.at === "" ? path : `${table.at}.${path}`;

    test("is read, and nothing else with it", () => {
      const settings = read(documentWith(at, VALUES[name].right));

      expect(settings).toEqual([[name, { status: "set", field: expect.any(String), value: VALUES[name].right }]]);
    });

    test("is read whatever its letter case", () => {
      expect(read(lowerFirst(documentWith(at, VALUES[name].right)))).toMatchObject([[name, { status: "set" }]]);
    });

    test("is not set when null", () => {
      expect(read(documentWith(at, null))).toEqual([]);
    });

    test("is never taken for set when it is of another type", () => {
      const field = fieldOf(table, name, "create");
      if (name === "instanceCount") {
        expect(read(documentWith(at, VALUES[name].wrong))).toEqual([]);
        return;
      }
      const reason = `${field} is not of the type the API gives it`;

      expect(read(documentWith(at, VALUES[name].wrong))).toEqual([[name, { status: "unread", field, reason }]]);
    });

    /** The settings of the unit that are not plainly unset. */
    function read(document: unknown): [string, Setting][] {
      const { units } = readPosture(kind, document, shape);
      return units.flatMap((unit) => Object.entries(unit.settings)).filter(([, { status }]) => status !== "unset");
    }
  });
});

describe("the number of instances", () => {
  const tuning = kindOf("hyper-parameter-tuning-job");
  const count = (definition: object) =>
    readPosture(tuning, { TrainingJobDefinition: definition }, "create").units[0]?.settings.instanceCount;

  test("is the total of instance groups, which run together", () => {
    const ResourceConfig = { InstanceGroups: [{ InstanceCount: 1 }, { InstanceCount: 2 }] };

    expect(count({ ResourceConfig })).toMatchObject({ status: "set", value: 3 });
  });

  test("is the largest of alternatives, of which one runs", () => {
    const HyperParameterTuningResourceConfig = { InstanceConfigs: [{ InstanceCount: 1 }, { InstanceCount: 4 }] };

    expect(count({ HyperParameterTuningResourceConfig })).toMatchObject({ status: "set", value: 4 });
  });

  test("is unset where nothing says it", () => {
    expect(count({ ResourceConfig: { InstanceGroups: [] } })).toEqual({
      status: "unset",
      field: "ResourceConfig.InstanceCount",
    });
  });
});

interface Variation {
  shape: (typeof SHAPES)[number];
  table: UnitTable;
  name: SettingName;
  path: string;
}

function variations(kind: ResourceKind): Variation[] {
  return SHAPES.flatMap((shape) =>
    kind.units.flatMap((table) =>
      (Object.keys(table.settings) as SettingName[]).flatMap((name) =>
        settingPaths(table, name, shape).map((path) => ({ shape, table, name, path })),
      ),
    ),
  );
}

function pathsOf(table: UnitTable, shape: (typeof SHAPES)[number]): string[] {
  const names = Object.keys(table.settings) as SettingName[];
  const inside = names.flatMap((name) => settingPaths(table, name, shape));
  return [table.at, ...inside.map((path) => (table.at === "" ? path : `${table.at}.${path}`))];
}

function settingPaths(table: UnitTable, name: SettingName, shape: (typeof SHAPES)[number]): string[] {
  if (name === "instanceCount") {
    const { each, sum = [] } = table.settings.instanceCount ?? { each: [] };
    return [...each, ...sum];
  }
  const path = table.settings[name] as SettingPath;
  return [typeof path === "string" ? path : path[shape]];
}

function missing(schema: NormalizedSchema, paths: readonly string[]): string[] {
  return paths.filter((path) => schemaAt(schema, path) === null);
}

/** A document that holds nothing but the path; `[]` becomes a list of one. */
function documentWith(path: string, value: unknown): unknown {
  return path.split(".").reduceRight<unknown>((inner, part) => {
    return part.endsWith("[]") ? { [part.slice(0, -2)]: [inner] } : { [part]: inner };
  }, value);
}

/** Keys as CloudTrail writes them. */
function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerFirst(inner)]),
  );
}
