import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Unresolved } from "../../shared/sagemaker/document.ts";
import { readJobDocument } from "../../shared/sagemaker/job-document.ts";

const WHOLE = "JobConfigDocument";
const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const IN_THE_VPC = { subnets: ["subnet-1"], securityGroups: ["sg-1"] };
const NO_ISOLATION = {
  path: WHOLE,
  values: { networkIsolation: new Unresolved("the document has no EnableNetworkIsolation") },
};
const noVpc = new Unresolved("the document has no VpcConfig");
const NO_VPC = { path: WHOLE, values: { subnets: noVpc, securityGroups: noVpc } };

function read(document: unknown) {
  return readJobDocument(JSON.stringify(document));
}

describe("a job's document", () => {
  test("as the Python SDK writes it has its VPC at the top", () => {
    const document = {
      AgentConfig: { BedrockAgentCoreConfig: { AgentRuntimeArn: "arn:…", Qualifier: "PROD" } },
      InputDataConfig: [{ ChannelName: "train", DataSource: { S3DataSource: { S3Uri: "s3://b/train" } } }],
      TrainingConfig: { BaseModelArn: "arn:…", HyperParameters: { epochs: 2 } },
      VpcConfig: VPC,
    };

    expect(read(document)).toEqual([{ path: `${WHOLE}.VpcConfig`, values: IN_THE_VPC }, NO_ISOLATION]);
  });

  test("has one unit for each place, whatever the letter case", () => {
    const document = {
      enableNetworkIsolation: false,
      stages: [{ name: "a" }, { VPCConfig: { subnets: ["subnet-1"], securitygroupids: ["sg-1"] } }],
      Evaluation: { VpcConfig: null, EnableNetworkIsolation: true },
    };

    expect(read(document)).toStrictEqual([
      { path: `${WHOLE}.enableNetworkIsolation`, values: { networkIsolation: false } },
      { path: `${WHOLE}.stages[1].VPCConfig`, values: IN_THE_VPC },
      { path: `${WHOLE}.Evaluation.VpcConfig`, values: { subnets: undefined, securityGroups: undefined } },
      { path: `${WHOLE}.Evaluation.EnableNetworkIsolation`, values: { networkIsolation: true } },
    ]);
  });

  test.each([
    ["nothing of the kind", {}, [NO_VPC, NO_ISOLATION]],
    [
      "isolation alone",
      { EnableNetworkIsolation: true },
      [{ path: `${WHOLE}.EnableNetworkIsolation`, values: { networkIsolation: true } }, NO_VPC],
    ],
    [
      "a VPC that is no object",
      { VpcConfig: "vpc-1" },
      [
        {
          path: `${WHOLE}.VpcConfig`,
          values: {
            subnets: new Unresolved("VpcConfig is no JSON object"),
            securityGroups: new Unresolved("VpcConfig is no JSON object"),
          },
        },
        NO_ISOLATION,
      ],
    ],
    [
      "odd keys",
      { "a\nAPPROVED": { VpcConfig: VPC } },
      [{ path: `${WHOLE}.(illegible).VpcConfig`, values: IN_THE_VPC }, NO_ISOLATION],
    ],
  ])("says what it leaves open: %s", (_case, document, units) => {
    expect(read(document)).toEqual(units);
  });

  test.each(["", "{VpcConfig", "[]", "null", '"text"', "1"])("that is no JSON object says so: %j", (text) => {
    expect(readJobDocument(text)).toEqual([{ path: WHOLE, reason: "the document is no JSON object" }]);
  });

  test("is not looked through deeper than any document goes", () => {
    const text = `${'{"a":'.repeat(20_000)}{"VpcConfig":{}}${"}".repeat(20_000)}`;

    expect(readJobDocument(text)).toEqual([
      {
        path: `${WHOLE}${".a".repeat(17)}`,
        reason: "it is nested more than 16 levels deep",
      },
      NO_VPC,
      NO_ISOLATION,
    ]);
  });

  test("full of places is not taken apart to the last", () => {
    const units = read({ stages: Array.from({ length: 10_000 }, () => ({ VpcConfig: VPC })) });

    expect(units).toHaveLength(34);
    expect(units[32]).toEqual({ path: WHOLE, reason: "it has more than 32 places with network settings" });
  });

  test("of any content is read without an error, into units that tell of every setting", () => {
    const key = fc.constantFrom("VpcConfig", "vpcconfig", "Subnets", "SecurityGroupIds", "EnableNetworkIsolation", "x");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "medium" },
        fc.constantFrom("subnet-1", "", 0, true, null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(key, fc.string()), tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value), (document) => {
        const units = read(document);

        const told = new Set(units.flatMap((unit) => ("values" in unit ? Object.keys(unit.values) : [])));
        expect([...told].sort()).toEqual(["networkIsolation", "securityGroups", "subnets"]);
        expect(units.every(({ path }) => path.startsWith(WHOLE))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readJobDocument(text)).not.toEqual([]);
      }),
    );
  });
});
