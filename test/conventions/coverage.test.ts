/** The ratchet: no network setting of SageMaker's API goes unnoticed. */
import { NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import { describe, expect, test } from "vitest";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceKind, UnitTable } from "../../shared/sagemaker/resource-kind.ts";
import { CONDITION_KEYS } from "../../shared/surface/condition-keys.ts";
import { type CoverageSources, coverageOf, coverageSources } from "../../shared/surface/coverage.ts";
import { governedMembers } from "../../shared/surface/governed.ts";
import { membersOf, type OperationMembers } from "../../shared/surface/network-members.ts";
import { coverageProblems } from "../../shared/surface/ratchet.ts";
import { renderCoverage } from "../../shared/surface/render.ts";
import { KNOWN_FIELDS } from "./known-network-fields.ts";

const sources = coverageSources();
const coverage = coverageOf(sources);

const known = new Set(coverageProblems(sources));

/** What a change of the tables breaks, beside what is broken already. */
function newProblems(changed: CoverageSources): string[] {
  return coverageProblems(changed).filter((problem) => !known.has(problem));
}

function callOf(operation: string): OperationMembers {
  const call = sources.operations.find((each) => each.operation === operation);
  if (call === undefined) throw new Error(`no operation ${operation}`);
  return call;
}

function rowsOf(operation: string) {
  return coverage.find((each) => each.operation === operation)?.fields ?? [];
}

/** The same sources with one kind changed. */
function withKind(id: string, change: (kind: ResourceKind) => ResourceKind): CoverageSources {
  return { ...sources, kinds: sources.kinds.map((kind) => (kind.id === id ? change(kind) : kind)) };
}

function withoutSetting(table: UnitTable, name: string): UnitTable {
  return { ...table, settings: Object.fromEntries(Object.entries(table.settings).filter(([key]) => key !== name)) };
}

/** The same sources with members added to an operation, as a new SDK would bring them. */
function withMembers(operation: string, members: readonly string[]): CoverageSources {
  const rest = sources.operations.filter((each) => each.operation !== operation);
  const { members: before, network } = sources.operations.find((each) => each.operation === operation) ?? {
    members: [],
    network: [],
  };
  const call = { operation, members: [...before, ...members], network: [...network, ...members] };
  return { ...sources, operations: [...rest, call] };
}

test("every network setting of the installed SDK is judged by a rule or left alone for a reason", () => {
  expect(coverageProblems(sources)).toEqual([]);
});

test("docs/coverage.md is rendered from it (vitest run test/conventions/coverage.test.ts -u renders it)", async () => {
  await expect(renderCoverage(coverage)).toMatchFileSnapshot("../../docs/coverage.md");
});

describe("network members", () => {
  test.each(Object.entries(KNOWN_FIELDS))("of %s are found by name and shape", (operation, fields) => {
    expect(callOf(operation).network).toEqual(expect.arrayContaining([...fields]));
    expect(rowsOf(operation).map(({ path }) => path)).toEqual(expect.arrayContaining([...fields]));
  });

  test("are those of the 38 operations in the list, and of few more", () => {
    expect(Object.keys(KNOWN_FIELDS)).toHaveLength(38);
    const more = sources.operations.filter(
      ({ operation, network }) => network.length > 0 && !(operation in KNOWN_FIELDS),
    );
    expect(more.map(({ operation }) => operation)).toEqual([
      "CreateAlgorithm",
      "CreateHubContentPresignedUrls",
      "CreateNotebookInstanceLifecycleConfig",
      "StartPipelineExecution",
      "UpdateNotebookInstanceLifecycleConfig",
    ]);
  });

  test("include every setting that a kind's own calls can set", () => {
    const missed = sources.operations.flatMap((call) =>
      governedMembers(call, sources)
        .filter(({ path, reason }) => reason === null && !call.network.includes(path))
        .map(({ path }) => `${call.operation} ${path}`),
    );
    expect(missed).toEqual([]);
  });

  test("are found in structures that contain themselves, in lists and in maps", () => {
    const tree: unknown[] = [3, "test", "Tree", 0, ["Leaf", "Branches", "ByName"], []];
    tree[5] = [
      [() => [3, "test", "VpcSettings", 0, ["Zone"], [0]], 0],
      [() => [1, "test", "Trees", 0, () => tree], 0],
      [() => [2, "test", "TreesByName", 0, 0, () => [3, "test", "Host", 0, ["EnableRemoteShell"], [2]]], 0],
    ];
    const input = NormalizedSchema.of([3, "test", "PlantInput", 0, ["Tree"], [() => tree]] as unknown as SchemaRef);

    const found = membersOf("Plant", input);

    expect(found.members).toEqual(["Tree.Leaf.Zone", "Tree.Branches[]", "Tree.ByName{}.EnableRemoteShell"]);
    expect(found.network).toEqual(["Tree.Leaf.Zone", "Tree.ByName{}.EnableRemoteShell"]);
  });
});

describe("the ratchet fails", () => {
  const OWN = RESOURCE_KINDS.flatMap((kind) =>
    kind.units.flatMap((table, at) =>
      Object.keys(table.settings)
        .filter((name) => name !== "instanceCount")
        .map((name) => ({ kind: kind.id, at, unit: table.at, name })),
    ),
  );

  test.each(OWN)("without $name in $kind $unit", ({ kind: id, at, name }) => {
    const changed = withKind(id, (kind) => ({
      ...kind,
      units: kind.units.map((table, index) => (index === at ? withoutSetting(table, name) : table)),
    }));

    const problems = newProblems(changed);

    const calls = RESOURCE_KINDS.find((kind) => kind.id === id)?.calls.create ?? [];
    expect(problems.some((problem) => calls.some((call) => problem.startsWith(`${call} `)))).toBe(true);
  });

  test("with the operation, the member and what to do", () => {
    const changed = withKind("model", (kind) => ({
      ...kind,
      units: kind.units.map((table) => withoutSetting(table, "networkIsolation")),
    }));

    expect(newProblems(changed)).toEqual([
      "CreateModel EnableNetworkIsolation is judged by no rule: add it to the units of its resource kind, or a reason to LEFT_ALONE in shared/surface/ungoverned.ts",
    ]);
  });

  test("without the text that a pipeline's steps stand in", () => {
    const changed = withKind("pipeline", ({ document: _, ...kind }) => kind);

    expect(newProblems(changed)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^CreatePipeline PipelineDefinition is judged by no rule/)]),
    );
  });

  test("without the rule for a setting", () => {
    const changed = { ...sources, rules: sources.rules.filter(({ id }) => id !== "ipv4-only") };

    expect(newProblems(changed).map((problem) => problem.split(" is ")[0])).toEqual([
      "CreateDomain DomainSettings.IpAddressType",
      "CreateNotebookInstance IpAddressType",
      "CreateWorkforce IpAddressType",
      "UpdateDomain DomainSettingsForUpdate.IpAddressType",
      "UpdateNotebookInstance IpAddressType",
      "UpdateWorkforce IpAddressType",
    ]);
  });

  test.each([
    ["CreateTransformJob", "NetworkConfig.VpcConfig.Subnets"],
    ["CreateFeatureGroup", "OnlineStoreConfig.VpcConfig.Subnets"],
    ["CreateQuantumJob", "EnableNetworkIsolation"],
    ["UpdateEndpointWeightsAndCapacities", "DirectInternetAccess"],
  ])("when %s gets %s", (operation, member) => {
    const problems = newProblems(withMembers(operation, [member]));

    expect(problems[0]).toMatch(new RegExp(`^${operation} ${member} is judged by no rule`));
  });

  test("when SageMaker gets an operation that starts something, with or without network settings", () => {
    expect(newProblems(withMembers("StartQuantumJob", []))).toEqual([
      "StartQuantumJob makes or starts something: give it a resource kind, or a reason in WITHOUT_SETTINGS in shared/surface/ungoverned.ts",
    ]);
    expect(newProblems(withMembers("StopQuantumJob", []))).toEqual([]);
  });

  test.each([
    ["whose member is gone", { operations: ["CreateModel"], member: "VpcId", reason: "…" }, "CreateModel VpcId"],
    [
      "whose member is judged",
      { operations: ["CreateModel"], member: "VpcConfig", reason: "…" },
      "CreateModel VpcConfig",
    ],
    ["for no operation", { member: "*.Firewall", reason: "…" }, "*.Firewall"],
  ])("with a reason %s", (_, entry, named) => {
    const problems = newProblems({ ...sources, leftAlone: [...sources.leftAlone, entry] });

    expect(problems).toEqual([expect.stringContaining(`has a reason for ${named}, `)]);
  });

  test.each(["CreateModel", "CreateEndpoint", "CreateNothing"])("with a reason for %s to have no settings", (name) => {
    const entry = { operations: [name], reason: "…" };
    const problems = newProblems({ ...sources, withoutSettings: [...sources.withoutSettings, entry] });

    expect(problems).toEqual([expect.stringContaining(`has a reason for ${name}, `)]);
  });
});

describe("the table", () => {
  test("is in order, names each member once, and gives its reasons in sentences", () => {
    const operations = coverage.map(({ operation }) => operation);
    expect(operations).toEqual([...new Set(operations)].sort());
    for (const { fields } of coverage) {
      const paths = fields.map(({ path }) => path);
      expect(paths).toEqual([...new Set(paths)].sort());
      for (const { reason } of fields.filter(({ rules }) => rules.length === 0))
        expect(reason ?? "It.").toMatch(/^[A-Z].+\.$/);
    }
  });

  test("says what is judged, by what, and what prevents it", () => {
    expect(rowsOf("CreateModel").find(({ path }) => path === "VpcConfig.Subnets")).toEqual({
      path: "VpcConfig.Subnets",
      rules: expect.arrayContaining(["runs-in-vpc", "subnets-approved", "subnets-private"]),
      conditionKey: "sagemaker:VpcSubnets",
      reason: null,
    });
    expect(rowsOf("CreateCompilationJob").map(({ conditionKey }) => conditionKey)).toEqual([null, null]);
  });

  test("leads a rule to the members that it reads beside its setting, where they stand in one unit", () => {
    const judgedBy = (rule: string) =>
      rowsOf("CreateDomain")
        .filter(({ rules }) => rules.includes(rule))
        .map(({ path }) => path);

    expect(judgedBy("runs-in-vpc")).toEqual(["DefaultUserSettings.SecurityGroups", "SubnetIds"]);
    expect(judgedBy("docker-access-restricted")).toContain("AppNetworkAccessType");
  });

  test("spells members as the update call does", () => {
    expect(rowsOf("UpdateDomain").find(({ path }) => path.endsWith("IpAddressType"))).toMatchObject({
      path: "DomainSettingsForUpdate.IpAddressType",
      rules: ["ipv4-only"],
    });
  });

  test.each([
    ["CreateEndpoint", "EndpointConfigName", "judged by the endpoint configuration it names"],
    ["UpdateEndpoint", "EndpointConfigName", "judged by the endpoint configuration it names"],
    ["CreateTransformJob", "ModelName", "judged by the model it names"],
    ["CreateInferenceComponent", "Specification.ModelName", "judged by the model it names"],
    ["UpdateInferenceComponent", "Specifications[].ModelName", "judged by the model it names"],
    ["CreateInferenceExperiment", "EndpointName", "judged by the endpoint it names"],
    ["CreateApp", "DomainId", "judged by the Studio domain it names"],
    ["CreateApp", "UserProfileName", "judged by the user profile it names"],
    ["CreatePipeline", "PipelineDefinition", "judged by what the text says"],
    ["AttachClusterNodeNetworkInterface", "ClusterName", "judged by the HyperPod cluster as it is after the call"],
    ["UpdateHubContent", "HubContentName", "judged by the hub content as it is after the call"],
    [
      "CreateMonitoringSchedule",
      "MonitoringScheduleConfig.MonitoringJobDefinitionName",
      "judged by the data quality job definition, model bias job definition, model explainability job definition or model quality job definition it names",
    ],
    ...RESOURCE_KINDS.flatMap(({ calls, title }) =>
      calls.start.map((call): [string, null, string] => [
        call,
        null,
        `judged by the ${title} as it is stored, which the call makes live`,
      ]),
    ),
  ])("follows %s (%s), %s", (operation, path, reason) => {
    const row = rowsOf(operation).find((each) => each.reason === reason && each.path === (path ?? each.path));

    expect(row?.rules.length).toBeGreaterThan(0);
    expect(callOf(operation).members.some((member) => member === row?.path)).toBe(true);
  });

  test("has every call by which a kind is made, changed or started", () => {
    const calls = RESOURCE_KINDS.flatMap((kind) => [...kind.calls.create, ...kind.calls.update, ...kind.calls.start]);
    const judged = coverage.filter(({ fields }) => fields.some(({ rules }) => rules.length > 0));

    expect(judged.map(({ operation }) => operation)).toEqual([...new Set(calls)].sort());
  });
});

test("condition keys are of calls that SageMaker has and that can set what they prevent", () => {
  const wrong = Object.values(CONDITION_KEYS).flatMap(({ key, calls }) =>
    calls
      .filter((call) => sageMakerOperation(call) === undefined || !rowsOf(call).some((row) => row.conditionKey === key))
      .map((call) => `${key} on ${call}`),
  );
  expect(wrong).toEqual([]);
});
