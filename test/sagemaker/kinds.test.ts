import type { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, test } from "vitest";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";
import { arnMemberOf } from "../../shared/sagemaker/identity.ts";
import { findKind, kindOf, RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { allSettings } from "../../shared/sagemaker/kind-settings.ts";
import { fieldOf, pathsIn, readPosture, type Setting } from "../../shared/sagemaker/posture.ts";
import type {
  Inheritance,
  ResourceKind,
  SettingName,
  SettingTypes,
  UnitTable,
} from "../../shared/sagemaker/resource-kind.ts";
import { membersOf } from "../../shared/surface/network-members.ts";
import { enumValues, inputOf, outputOf, requiredInputs, schemaAt } from "./sdk-schemas.ts";

const SHAPES = ["create", "describe"] as const;

/** A value of each setting, and one of a wrong type. */
const VALUES: { [Name in SettingName]: { right: SettingTypes[Name]; wrong: unknown } } = {
  appNetworkAccess: { right: "VpcOnly", wrong: true },
  directInternetAccess: { right: "Disabled", wrong: false },
  dockerAccess: { right: "ENABLED", wrong: true },
  dockerRootless: { right: "ENABLED", wrong: true },
  dockerTrustedAccounts: { right: ["111122223333"], wrong: [111122223333] },
  imdsVersion: { right: "2", wrong: 2 },
  instanceCount: { right: 3, wrong: "3" },
  ipAddressType: { right: "dualstack", wrong: 6 },
  lifecycleScript: { right: "ZWNobyBoaQ==", wrong: ["echo hi"] },
  linkSourceIp: { right: "Enabled", wrong: true },
  linkVpcSourceIp: { right: "Disabled", wrong: true },
  networkIsolation: { right: true, wrong: "true" },
  remoteAccess: { right: "ENABLED", wrong: true },
  remoteDebug: { right: true, wrong: "Enabled" },
  repositoryAccess: { right: "Vpc", wrong: {} },
  rootAccess: { right: "Disabled", wrong: false },
  securityGroups: { right: ["sg-1", "sg-2"], wrong: [1] },
  sourceCidrs: { right: ["10.0.0.0/8"], wrong: [8] },
  ssmAccess: { right: true, wrong: 1 },
  subnets: { right: ["subnet-1", "subnet-2"], wrong: { id: "subnet-1" } },
  trafficEncryption: { right: true, wrong: "yes" },
};

test("the registry is in alphabetical order and finds each kind by its id", () => {
  const ids = RESOURCE_KINDS.map(({ id }) => id);

  expect(ids).toEqual([...ids].sort());
  for (const kind of RESOURCE_KINDS) expect(findKind(kind.id)).toBe(kind);
  expect(findKind("toString")).toBeUndefined();
  expect(() => kindOf("feature-group")).toThrow('no resource kind "feature-group"');
});

describe.each(RESOURCE_KINDS.map((kind) => ({ id: kind.id, kind })))("$id", ({ kind }) => {
  const inputs = kind.calls.create.map(inputOf);
  const description = described(kind);

  test("names operations that SageMaker has, each with its permission", () => {
    const { describe: look, list, stop, runs } = kind;
    const operations = [look, list, ...(stop === null ? [] : [stop]), ...(runs === undefined ? [] : [runs])];
    const calls = [...Object.values(kind.calls).flat(), ...operations.map(({ call }) => call)];

    expect(calls.filter((call) => sageMakerOperation(call) === undefined)).toEqual([]);
    for (const { call, permissions } of operations) expect(permissions).toContain(`sagemaker:${call}`);
  });

  test("names members of the resource as the API does", () => {
    for (const input of inputs) expect(missing(input, [kind.nameMember])).toEqual([]);
    const told = [kind.nameMember, ...kind.idMembers, arnMemberOf(kind, "describe"), kind.creationTimeMember];
    expect(missing(description, [...told, ...(kind.statusMember === null ? [] : [kind.statusMember])])).toEqual([]);
    expect(missing(description, [...kind.roles, ...kind.parents.map(({ member }) => member)])).toEqual([]);
    for (const call of kind.calls.create) expect(missing(outputOf(call), [arnMemberOf(kind, "create")])).toEqual([]);
  });

  test("is found again by the members that say which one it is", () => {
    const { update, start, end } = kind.calls;
    const stop = kind.stop === null || kind.runs !== undefined ? [] : [kind.stop.call];
    const takers = [kind.describe.call, ...update, ...start, ...end, ...stop];

    for (const call of takers) expect(missing(inputOf(call), kind.idMembers), call).toEqual([]);
    for (const [index, input] of inputs.entries()) {
      const made = outputOf(kind.calls.create[index] ?? "");
      expect(kind.idMembers.filter((name) => schemaAt(input, name) === null && schemaAt(made, name) === null)).toEqual(
        [],
      );
    }
    expect(kind.idMembers).toEqual(expect.arrayContaining([...(kind.optionalIdMembers ?? [])]));
  });

  test("is found in the list by its ARN", () => {
    const { call, items, arnMember = arnMemberOf(kind, "create"), idMember, forEach } = kind.list;
    const item = schemaAt(outputOf(call), `${items}[]`);

    expect(missing(inputOf(call), ["MaxResults", "NextToken", ...(forEach ? [forEach.member] : [])])).toEqual([]);
    if (forEach !== undefined) expect([...forEach.values].sort()).toEqual(enumValues(forEach.member).sort());
    expect(item).not.toBeNull();
    if (item === null || arnMember === null) return;
    expect(missing(item, [arnMember, ...(idMember === undefined ? kind.idMembers : [idMember])])).toEqual([]);
  });

  test("is listed from a moment on wherever SageMaker can do so, and within what holds it", () => {
    const { call, createdAfter, forEach, within } = kind.list;
    const input = inputOf(call);
    const after = ["CreationTimeAfter", "CreatedAfter"].filter((name) => schemaAt(input, name) !== null);

    expect(createdAfter === undefined ? [] : [createdAfter]).toEqual(after);
    const required = [forEach?.member, within?.member].filter((name) => name !== undefined);
    expect(requiredInputs(call).sort()).toEqual(required.sort());
    if (within === undefined) return;
    const holder = schemaAt(outputOf(within.call), `${within.items}[]`);
    expect(holder === null ? [within.items] : missing(holder, [within.member, within.arnMember])).toEqual([]);
  });

  test("has units and settings where the API has them, in the create call and in the Describe answer", () => {
    for (const table of kind.units) {
      const places = pathsOf(table, "create");
      expect(places.filter((place) => inputs.every((input) => schemaAt(input, place) === null))).toEqual([]);
      expect(missing(description, pathsOf(table, "describe"))).toEqual([]);
    }
  });

  test("inherits from members that name resources of a registered kind", () => {
    for (const { from, kind: other, takes, when } of kind.inherits) {
      for (const input of inputs)
        expect(missing(input, [...fromPaths(from, "create"), ...(when ? [when.path] : [])])).toEqual([]);
      expect(missing(description, [...fromPaths(from, "describe"), ...(when ? [when.path] : [])])).toEqual([]);
      expect([...allSettings(kindOf(other))]).toEqual(expect.arrayContaining([...takes]));
    }
    for (const { kind: parent } of kind.parents) expect(() => kindOf(parent)).not.toThrow();
  });

  test("inherits from every member that names a resource which it is judged by", () => {
    for (const { kind: other } of kind.inherits) {
      const { nameMember } = kindOf(other);
      const names = new RegExp(`(^|\\.)${nameMember}(Override)?$`);
      const known = kind.inherits.flatMap(({ from }) => fromPaths(from, "create"));
      for (const call of kind.calls.create) {
        const naming = membersOf(call, inputOf(call)).members.filter((path) => names.test(path));
        expect(known, call).toEqual(expect.arrayContaining(naming));
      }
    }
  });

  test("is changed in place by a call that has the settings", () => {
    if (kind.inPlace === null) return;
    const { call, settings, renamed = {}, replaces = [], units = kind.units.map(({ at }) => at) } = kind.inPlace;
    const input = inputOf(call);

    expect(kind.calls.update).toContain(call);
    expect(missing(input, replaces)).toEqual([]);
    expect(kind.units.map(({ at }) => at)).toEqual(expect.arrayContaining([...units]));
    for (const table of kind.units.filter(({ at }) => units.includes(at))) {
      const paths = pathsOf({ ...table, settings: only(table.settings, settings) }, "create");
      expect(
        missing(
          input,
          paths.filter((path) => path !== "").map((path) => rename(path, renamed)),
        ),
      ).toEqual([]);
    }
  });

  test("names what its calls change out of sight", () => {
    for (const { call, member } of kind.unseen ?? []) {
      expect(kind.calls.update).toContain(call);
      expect(missing(inputOf(call), [member])).toEqual([]);
      expect(schemaAt(description, member)).toBeNull();
    }
  });

  test("has its embedded document in the create call and in the Describe answer", () => {
    if (kind.document === undefined) return;
    const { member, elsewhere } = kind.document;
    for (const input of inputs) expect(missing(input, [member, ...(elsewhere ? [elsewhere] : [])])).toEqual([]);
    expect(missing(description, [member])).toEqual([]);
    expect(() => kind.document?.read("{")).not.toThrow();
    expect(kind.document.read("{")).toMatchObject([{ reason: expect.any(String) }]);
  });

  test("names members of the list of what runs of it as the API does", () => {
    if (kind.runs === undefined) return;
    const { call, items, of, input = {}, idMembers, statusMember } = kind.runs;
    const named = of === undefined ? kind.idMembers : [of];
    expect(missing(inputOf(call), [...named, ...Object.keys(input), "MaxResults", "NextToken"])).toEqual([]);
    const item = schemaAt(outputOf(call), `${items}[]`);
    expect(item === null ? [items] : missing(item, [...idMembers, statusMember])).toEqual([]);
    if (kind.stop !== null) expect(missing(inputOf(kind.stop.call), idMembers)).toEqual([]);
  });

  test("knows its statuses", () => {
    const { stop, statusMember } = kind;
    const all = statusMember === null ? [] : enumValues(kind.statusEnum ?? statusMember);
    expect(all).toEqual(expect.arrayContaining([...kind.over]));
    if (stop === null) return;
    const { startsFrom, waitsIn, stopping, ended, beforeCompute } = stop;
    const known = kind.runs === undefined ? all : enumValues(kind.runs.statusMember);

    expect([...startsFrom, ...waitsIn, ...stopping, ...ended].sort()).toEqual([...known].sort());
    if (beforeCompute === undefined) return;
    expect(missing(description, [beforeCompute.member])).toEqual([]);
    expect(enumValues(beforeCompute.enum ?? beforeCompute.member)).toEqual(
      expect.arrayContaining([...beforeCompute.values]),
    );
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
      const field = fieldOf(table, name);
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
  if (name !== "instanceCount") return [...pathsIn(table, name, shape)];
  const { each, sum = [] } = table.settings.instanceCount ?? { each: [] };
  return [...each, ...sum];
}

function fromPaths(from: Inheritance["from"], shape: (typeof SHAPES)[number]): string[] {
  if (typeof from === "string") return [from];
  return "describe" in from ? [from[shape]].flat() : Object.values(from);
}

function only(settings: UnitTable["settings"], names: readonly SettingName[]): UnitTable["settings"] {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name as SettingName)));
}

function rename(path: string, names: Readonly<Record<string, string>>): string {
  const [first = "", ...rest] = path.split(".");
  return [names[first] ?? first, ...rest].join(".");
}

/** The resource itself in the Describe answer. */
function described(kind: ResourceKind): NormalizedSchema {
  const answer = outputOf(kind.describe.call);
  const resource = kind.describe.root === undefined ? answer : schemaAt(answer, kind.describe.root);
  if (resource === null) throw new Error(`${kind.describe.call} has no member ${kind.describe.root}`);
  return resource;
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
