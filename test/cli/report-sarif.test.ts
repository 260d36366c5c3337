import { describe, expect, it } from "vitest";
import { renderSarif } from "../../cli/report/sarif.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import { SEVERITIES } from "../../shared/assess/verdict.ts";
import { itemOf, publicSubnet, reportOf, verdictOf } from "./report-sample.ts";

interface Result {
  ruleId: string;
  ruleIndex?: number;
  kind: string;
  level: string;
  message: { text: string };
  locations: { logicalLocations: { name: string; fullyQualifiedName: string }[] }[];
  partialFingerprints: Record<string, string>;
  suppressions: { kind: string; status: string; justification: string }[];
  properties?: Record<string, unknown>;
}

interface Run {
  tool: {
    driver: {
      version: string;
      rules: { id: string; help: { text: string }; defaultConfiguration: { level: string } }[];
    };
  };
  invocations: {
    executionSuccessful: boolean;
    toolExecutionNotifications: { level: string; message: { text: string } }[];
  }[];
  results: Result[];
}

function runOf(report = reportOf()): Run {
  const log = JSON.parse(JSON.stringify(renderSarif(report))) as { version: string; runs: Run[] };
  const [run] = log.runs;
  if (log.version !== "2.1.0" || run === undefined) throw new Error("no run of SARIF 2.1.0");
  return run;
}

function resultsOf(...items: ReturnType<typeof itemOf>[]): Result[] {
  return runOf(reportOf({ items })).results;
}

describe("the rules", () => {
  it("are those of the catalogue, with help and a level by severity, and each result points at its own", () => {
    const { tool, results } = runOf();
    expect(tool.driver.rules.slice(0, -1).map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const { help } of tool.driver.rules) expect(help.text).not.toBe("");
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  });
});

describe("a result", () => {
  it("is an error, a warning or a note by the severity that the policy gives", () => {
    const items = SEVERITIES.map((severity) => itemOf("model", severity, [verdictOf({ severity })]));
    expect(resultsOf(...items).map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      "fail note",
      "fail warning",
      "fail error",
      "fail error",
    ]);
  });

  it("is open, without a level, where it is not known", () => {
    const unknown = verdictOf({ status: "unknown", message: "Could not assess: it was denied." });
    const [verdict, whole] = resultsOf(
      itemOf("model", "m", [unknown]),
      itemOf("model", "n", [unknown], { reason: "DescribeModel was throttled" }),
    );
    expect(verdict).toMatchObject({ ruleId: unknown.rule, kind: "open", level: "none" });
    expect(whole).toMatchObject({ ruleId: "resource-readable", kind: "open", level: "none" });
    expect(whole?.message.text).toBe("model n: could not assess: DescribeModel was throttled.");
  });

  it("is suppressed where it is exempt, and says of all others that they are not", () => {
    const [exempt, violation] = resultsOf(
      itemOf("model", "m", [
        verdictOf({ status: "exempt", message: "On. Exempt until 2027-01-31 (jane: demo)." }),
        verdictOf(),
      ]),
    );
    expect(exempt?.suppressions).toEqual([
      { kind: "external", status: "accepted", justification: "On. Exempt until 2027-01-31 (jane: demo)." },
    ]);
    expect(violation?.suppressions).toEqual([]);
  });

  it("leaves out what is compliant or not applicable", () => {
    const verdicts = (["compliant", "notApplicable"] as const).map((status) => verdictOf({ status }));
    expect(resultsOf(itemOf("model", "m", verdicts))).toEqual([]);
  });

  it("is located by the ARN, else by what is known, and carries the causes", () => {
    const [known, bare] = resultsOf(
      itemOf("model", "m", [publicSubnet()]),
      itemOf("model", "m", [publicSubnet()], { arn: null, account: null }),
    );
    expect(known?.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toBe(
      "arn:aws:sagemaker:eu-west-1:111122223333:model/m",
    );
    expect(bare?.locations[0]?.logicalLocations[0]?.name).toBe("eu-west-1/model/m");
    expect(known?.properties?.causes).toEqual(["rtb-1"]);
  });

  it("keeps its fingerprint when the sentence changes, and has another for each place and rule", () => {
    const fingerprint = (change: Parameters<typeof verdictOf>[0], name = "m") =>
      Object.values(resultsOf(itemOf("model", name, [verdictOf(change)]))[0]?.partialFingerprints ?? {})[0];
    const own = fingerprint({});
    expect(own).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint({ message: "Other words.", severity: "low", status: "exempt" })).toBe(own);
    const others = [
      fingerprint({ unit: "A" }),
      fingerprint({ field: "B" }),
      fingerprint({ rule: "ipv4-only" }),
      fingerprint({}, "n"),
    ];
    expect(new Set([own, ...others]).size).toBe(5);
  });

  it("makes no placeholder and no link of what others wrote", () => {
    const [result] = resultsOf(itemOf("model", "[here](https://example.org) {0}", [verdictOf()]));
    expect(result?.message.text).toBe("model [here] (https://example.org) {{0}}: Direct internet access is on.");
  });
});

it("what could not be read is a warning of the run", () => {
  expect(runOf().invocations[0]?.toolExecutionNotifications).toEqual([
    {
      level: "warning",
      message: { text: "Could not read endpoint configurations in eu-central-1: ListEndpointConfigs was denied." },
    },
  ]);
});
