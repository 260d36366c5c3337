import { describe, expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { type Looked, readWholePosture, referencesOf } from "../../shared/sagemaker/whole-posture.ts";

const kind = kindOf("endpoint-config");
const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const CONFIG = {
  productionVariants: [{ modelName: "a", enableSSMAccess: true }, { modelName: "b" }],
  shadowProductionVariants: [{ modelName: "c" }],
  vpcConfig: { subnets: ["subnet-9"], securityGroupIds: ["sg-9"] },
};

describe("references", () => {
  const takes = ["subnets", "securityGroups", "networkIsolation", "repositoryAccess"];

  test("are all the models that variants name, with the unit that names them", () => {
    expect(referencesOf(kind, CONFIG, "create")).toEqual([
      { unit: "ProductionVariants[0]", kind: "model", takes, id: "a" },
      { unit: "ProductionVariants[1]", kind: "model", takes, id: "b" },
      { unit: "ShadowProductionVariants[0]", kind: "model", takes, id: "c" },
    ]);
  });

  test("leave out variants without a model and what is no name", () => {
    expect(
      referencesOf(kind, { ProductionVariants: [{}, { ModelName: "" }, { ModelName: 1 }, null] }, "create"),
    ).toEqual([]);
  });
});

describe("a whole posture", () => {
  const looked: Record<string, Looked> = {
    a: { status: "read", description: { VpcConfig: VPC, EnableNetworkIsolation: true } },
    b: { status: "gone" },
    c: { status: "unread", reason: "DescribeModel was denied (AccessDeniedException)" },
  };

  test("takes from models what the configuration itself no longer decides", async () => {
    const { units } = await readWholePosture(
      kind,
      CONFIG,
      "create",
      async (_kind, name) => looked[name] ?? { status: "gone" },
    );

    expect(units.filter(({ path }) => path === "")).toEqual([]);
    expect(units.filter(({ inheritedFrom }) => inheritedFrom === undefined)).toMatchObject([
      { path: "ProductionVariants[0]", settings: { ssmAccess: { status: "set", value: true } } },
      { path: "ProductionVariants[1]", settings: { ssmAccess: { status: "unset" } } },
      { path: "ShadowProductionVariants[0]", settings: { ssmAccess: { status: "unset" } } },
    ]);
    const taken = units.filter(({ inheritedFrom, settings }) => inheritedFrom !== undefined && settings.subnets);
    expect(taken).toMatchObject([
      {
        path: "ProductionVariants[0]",
        inheritedFrom: { kind: "model", name: "a" },
        settings: { subnets: { status: "set", value: ["subnet-1"] }, networkIsolation: { status: "set", value: true } },
      },
      {
        path: "ProductionVariants[1]",
        settings: { subnets: { status: "unread", reason: "the model b does not exist" } },
      },
      {
        path: "ShadowProductionVariants[0]",
        settings: {
          subnets: { status: "unread", reason: expect.stringContaining("model c could not be read: DescribeModel") },
        },
      },
    ]);
  });

  test("is the configuration's own where no variant names a model", async () => {
    const document = { ProductionVariants: [{ VariantName: "all" }], VpcConfig: VPC };

    const { units } = await readWholePosture(kind, document, "describe", async () => {
      throw new Error("nothing is to be looked up");
    });

    expect(units).toMatchObject([
      { path: "", settings: { subnets: { status: "set", value: ["subnet-1"] } } },
      { path: "ProductionVariants[0]", settings: { ssmAccess: { status: "unset" } } },
    ]);
  });

  test("names the roles of what it takes settings from", async () => {
    const role = "arn:aws:iam::111122223333:role/serve";
    const read: Looked = { status: "read", description: { VpcConfig: VPC, ExecutionRoleArn: role } };

    const { roles } = await readWholePosture(kind, CONFIG, "create", async () => read);

    expect(roles).toEqual([role]);
  });
});
