import { describe, expect, test } from "vitest";
import { runCoverage } from "../../cli/coverage.ts";
import type { Io } from "../../cli/io.ts";
import { coverageOf, coverageSources } from "../../shared/surface/coverage.ts";
import { sagefence } from "./terminal.ts";

const RED = "\u001b[31m";
const DIM = "\u001b[2m";

describe("sagefence coverage", () => {
  test("lists every operation and field in aligned columns", async () => {
    const { code, out, err } = await sagefence(["coverage"]);
    const [heading = "", ...lines] = out.trimEnd().split("\n");

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(heading.split(/ {2,}/)).toEqual(["OPERATION", "FIELD", "RULES", "PREVENTABLE BY", "REASON"]);
    const listed = lines.map((line) => line.split(/ {2,}/).slice(0, 2));
    expect(listed).toEqual(
      coverageOf(coverageSources()).flatMap(({ operation, fields }) =>
        fields.map(({ path }) => [operation, path || "-"]),
      ),
    );
    const column = heading.indexOf("PREVENTABLE BY");
    expect(lines.every((line) => /^(sagemaker:|not at all|-)/.test(line.slice(column)))).toBe(true);
  });

  test("says of one operation what judges it, what prevents it, and what is left alone", async () => {
    const { code, out } = await sagefence(["coverage", "CreateAIBenchmarkJob"]);
    const updated = await sagefence(["coverage", "UpdateTrainingJob"]);
    const session = await sagefence(["coverage", "StartSession"]);

    expect(code).toBe(0);
    expect(out.split("\n")[2]?.split(/ {2,}/)).toEqual([
      "CreateAIBenchmarkJob",
      "NetworkConfig.VpcConfig.Subnets",
      "runs-in-vpc, subnets-approved",
      "not at all",
    ]);
    expect(updated.out.split("\n")[1]).toBe(
      "UpdateTrainingJob  RemoteDebugConfig.EnableRemoteDebug  remote-debug-disabled  sagemaker:EnableRemoteDebug",
    );
    expect(session.out.split("\n")[1]).toMatch(/^StartSession {2}- +- +- +It opens a space to a remote IDE; .+\.$/);
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
              rules: ["runs-in-vpc", "security-groups-approved"],
              conditionKey: null,
              reason: null,
            },
            {
              path: "VpcConfig.Subnets",
              rules: ["runs-in-vpc", "subnets-approved"],
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

    expect(coloured.out).toMatch(DIM);
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
    expect(printed[0]).toContain(`${RED}StartSession`);
    expect(printed[0]).toContain("no rule judges it, and nobody has said why");
  });
});
