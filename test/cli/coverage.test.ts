import { describe, expect, test } from "vitest";
import { runCoverage } from "../../cli/coverage.ts";
import type { Io } from "../../cli/io.ts";
import { coverageOf, coverageSources } from "../../shared/surface/coverage.ts";
import { sagefence } from "./terminal.ts";

const RED = "\u001b[31m";
const DIM = "\u001b[2m";

describe("sagefence coverage", () => {
  test("lists every operation with its fields, in lines that fit a terminal", async () => {
    const { code, out, err } = await sagefence(["coverage"]);
    const blocks = out.trimEnd().split("\n\n");

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(blocks.map((block) => pathsOf(block.split("\n")))).toEqual(
      coverageOf(coverageSources()).map(({ operation, fields }) => [
        operation,
        ...fields.map(({ path }) => path).filter((path) => path !== ""),
      ]),
    );
    const words = out.split("\n").filter((line) => line.length > 100);
    expect(words.every((line) => /^ {2}\S+$/.test(line))).toBe(true);
  });

  test("says of one operation what judges it, what prevents it, and what is left alone", async () => {
    const printed = await Promise.all(
      ["CreateAIBenchmarkJob", "UpdateTrainingJob", "CreateTransformJob", "StartSession"].map((operation) =>
        sagefence(["coverage", operation]),
      ),
    );

    expect(printed.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(printed.map(({ out }) => out).join("\n")).toMatchInlineSnapshot(`
      "CreateAIBenchmarkJob
        NetworkConfig.VpcConfig.SecurityGroupIds
          runs-in-vpc, s3-through-gateway-endpoint, security-group-egress-limited,
          security-groups-approved, security-groups-closed, security-groups-dedicated,
          vpc-endpoints-present; no IAM condition key prevents it
        NetworkConfig.VpcConfig.Subnets
          internet-egress-limited, network-acl-restrictive, runs-in-vpc, s3-through-gateway-endpoint,
          subnet-has-addresses, subnets-approved, subnets-in-two-zones, subnets-private, vpc-dns-enabled,
          vpc-endpoints-present, vpc-flow-logs-enabled; no IAM condition key prevents it

      UpdateTrainingJob
        RemoteDebugConfig.EnableRemoteDebug
          remote-debug-disabled; preventable by sagemaker:EnableRemoteDebug

      CreateTransformJob
        ModelName
          judged by the model it names: images-through-vpc, internet-egress-limited,
          network-acl-restrictive, network-isolation-enabled, runs-in-vpc, s3-through-gateway-endpoint,
          security-group-egress-limited, security-groups-approved, security-groups-closed,
          security-groups-dedicated, subnet-has-addresses, subnets-approved, subnets-in-two-zones,
          subnets-private, vpc-dns-enabled, vpc-endpoints-present, vpc-flow-logs-enabled

      StartSession
        It opens a space to a remote IDE; whether the space admits any is judged where the space is made
        or changed.
      "
    `);
  });

  test("gives the same as JSON", async () => {
    const all = JSON.parse((await sagefence(["coverage", "--format", "json"])).out);
    const one = JSON.parse((await sagefence(["coverage", "CreateCompilationJob", "--format", "json"])).out);

    expect(all).toEqual({ operations: coverageOf(coverageSources()) });
    expect(one).toEqual({
      operations: [
        {
          operation: "CreateCompilationJob",
          fields: [
            {
              path: "VpcConfig.SecurityGroupIds",
              rules: expect.arrayContaining(["runs-in-vpc", "security-groups-approved", "security-groups-closed"]),
              conditionKey: null,
              reason: null,
            },
            {
              path: "VpcConfig.Subnets",
              rules: expect.arrayContaining(["runs-in-vpc", "subnets-approved", "subnets-private"]),
              conditionKey: null,
              reason: null,
            },
          ],
        },
      ],
    });
  });

  test("is plain in a pipe and with NO_COLOR", async () => {
    const coloured = await sagefence(["coverage", "CreateModel"], { outIsTerminal: true });
    const plain = await sagefence(["coverage", "CreateModel"], { outIsTerminal: true, env: { NO_COLOR: "1" } });

    expect(coloured.out).toContain(DIM);
    expect(plain).toEqual(await sagefence(["coverage", "CreateModel"]));
  });

  test.each([
    ["CreateModle", "did you mean CreateModel?"],
    ["createmodel", "did you mean CreateModel?"],
    ["RunInstances", "`sagefence coverage` lists them"],
    ["__proto__", "`sagefence coverage` lists them"],
  ])("has a hint for %s", async (operation, hint) => {
    const err = `sagefence: no operation "${operation}" with network settings; ${hint}\n`;

    expect(await sagefence(["coverage", operation])).toEqual({ code: 2, out: "", err });
  });

  test("ends with 1 when something has neither a rule nor a reason", async () => {
    const sources = coverageSources();
    const printed: string[] = [];
    const io = { out: (text: string) => printed.push(text), outIsTerminal: true, env: {} } as unknown as Io;

    const code = await runCoverage("StartSession", "text", io, { ...sources, withoutSettings: [] });
    const other = await runCoverage("CreateModel", "text", io, { ...sources, withoutSettings: [] });

    expect({ code, other }).toEqual({ code: 1, other: 0 });
    expect(printed[0]).toContain(`${RED}  no rule judges it, and nobody has said why`);
  });
});

/** The operation, and what stands below it at the depth of a field. */
function pathsOf([operation = "", ...lines]: string[]): string[] {
  return [operation, ...lines.filter((line) => /^ {2}[A-Z]\S*$/.test(line)).map((line) => line.trim())];
}
