import { describe, expect, it } from "vitest";
import { RULES } from "../../shared/assess/rules/index.ts";
import { loadPolicyFile, parsePolicy } from "../../shared/decide/load-policy.ts";
import { policyJsonSchema } from "../../shared/decide/policy-schema.ts";
import { PolicyError, reportOnly, resolvePolicy, strictest } from "../../shared/decide/resolve-policy.ts";

function problemsOf(text: string): readonly string[] {
  try {
    parsePolicy(text);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

describe("the empty policy", () => {
  const policy = resolvePolicy(null);

  it("reports, asks nobody and changes nothing", () => {
    expect(policy).toMatchObject({ mode: "report", respond: [], exemptions: [], approval: { approvers: [] } });
  });

  it("knows every rule, with its default", () => {
    expect(Object.keys(policy.rules)).toEqual(RULES.map(({ id }) => id));
    expect(policy.rules["notebook-root-access-disabled"]?.state).toBe("advisory");
    expect(policy.rules["images-through-vpc"]?.state).toBe("off");
    expect(policy.rules["network-isolation-enabled"]?.kinds).toEqual([]);
  });

  it.each(["", "# nothing\n", "{}", "version: 1"])("is %j, too", (text) => {
    expect(parsePolicy(text).policy.digest).toBe(policy.digest);
  });
});

describe("rules in a policy", () => {
  const rule = (setting: unknown, id = "network-isolation-enabled") =>
    resolvePolicy({ rules: { [id]: setting } }).rules[id];

  it("get kinds beside their own", () => {
    const { rules } = resolvePolicy({ rules: { "runs-in-vpc": { alsoKinds: ["workforce"] } } });
    const byDefault = resolvePolicy(null).rules["runs-in-vpc"]?.kinds ?? [];

    expect(byDefault).not.toContain("workforce");
    expect(rules["runs-in-vpc"]?.kinds).toEqual([...byDefault, "workforce"]);
  });

  it("get the kinds that the policy chooses", () => {
    expect(rule({ kinds: ["training-job"] })).toEqual({ state: "on", severity: "medium", kinds: ["training-job"] });
  });

  it("apply to every kind they know when turned on by a word", () => {
    expect(rule("on")?.kinds).toContain("model");
  });

  it("are turned on by a setting that names no state", () => {
    expect(rule({ severity: "low" }, "images-through-vpc")).toMatchObject({ state: "on", severity: "low" });
  });

  it("are all on, for all kinds, without exemptions, at their strictest", () => {
    const policy = strictest(resolvePolicy({ rules: { "ipv4-only": "off", "runs-in-vpc": "advisory" } }));
    for (const { id, kinds } of RULES) expect(policy.rules[id]).toMatchObject({ state: "on", kinds });
  });
});

describe("the approved network", () => {
  it("is empty by default", () => {
    expect(resolvePolicy(null).approvedNetwork).toEqual({
      vpcs: [],
      subnets: { ids: [], tags: {} },
      securityGroups: [],
    });
  });

  it.each([
    ["a list of ids", ["subnet-1"], { ids: ["subnet-1"], tags: {} }],
    ["ids in a field", { ids: ["subnet-1"] }, { ids: ["subnet-1"], tags: {} }],
    ["tags", { tags: { sagemaker: "approved" } }, { ids: [], tags: { sagemaker: "approved" } }],
    ["both", { ids: ["subnet-1"], tags: { a: "" } }, { ids: ["subnet-1"], tags: { a: "" } }],
  ])("approves subnets by %s", (_what, subnets, approved) => {
    expect(resolvePolicy({ approvedNetwork: { subnets } }).approvedNetwork.subnets).toEqual(approved);
  });

  it("approves VPCs, and means another policy with them", () => {
    const policy = resolvePolicy({ approvedNetwork: { vpcs: ["vpc-1"] } });

    expect(policy.approvedNetwork.vpcs).toEqual(["vpc-1"]);
    expect(policy.digest).not.toBe(resolvePolicy(null).digest);
  });
});

describe("a policy that is not valid", () => {
  it.each([
    ["an unknown field", "modes: enforce", "the file: unknown field modes"],
    ["a mode that does not exist", "mode: yes please", "mode: must be one of off, report, enforce"],
    ["a state that does not exist", "rules: { ipv4-only: yes }", "rules.ipv4-only: must be one of on, advisory, off"],
    [
      "a kind that does not exist",
      "rules: { ipv4-only: { kinds: [domain, notebook] } }",
      "rules.ipv4-only.kinds[1]: must be one of ai-benchmark-job, ",
    ],
    [
      "a kind that does not exist in a response",
      "respond: [{ when: { kind: pipelin }, automatically: [tag] }]",
      "respond[0].when.kind: must be one of ai-benchmark-job, ",
    ],
    [
      "a tag that is no text",
      "approvedNetwork: { subnets: { tags: { sagemaker: [approved] } } }",
      "approvedNetwork.subnets.tags.sagemaker",
    ],
    ["a VPC that is none", "approvedNetwork: { vpcs: [subnet-1] }", "approvedNetwork.vpcs[0]"],
    ["an unknown rule", "rules: { no-such-rule: off }", "rules"],
    [
      "a rule for one more kind it does not know",
      "rules: { studio-vpc-only: { alsoKinds: [model] } }",
      "does not apply to model",
    ],
    ["a rule for a kind it does not know", "rules: { studio-vpc-only: { kinds: [model] } }", "does not apply to model"],
    ["a duration in words", "approval: { expiresAfter: tomorrow }", "approval.expiresAfter"],
    ["a reminder after the end", "approval: { expiresAfter: 1h, remindAfter: [2h] }", "approval.remindAfter"],
    ["something destructive by itself", "respond: [{ automatically: [recreate-beside] }]", "respond[0].automatically"],
    [
      "a stop by itself of what loses its work",
      "respond: [{ when: { kind: [notebook-instance, training-job] }, automatically: [stop] }]",
      "stop destroys the work of training-job",
    ],
    [
      "a stop of what does not tell whether it has begun",
      "respond: [{ when: { kind: pipeline }, automatically: [stop] }]",
      "stop destroys the work of pipeline, so it needs a person's yes; move it to propose",
    ],
    [
      "a stop of what cannot be stopped",
      "respond: [{ when: { kind: [endpoint, training-job] }, propose: [stop] }]",
      "respond[0]: SageMaker has no stop for endpoint; leave stop out, or take the kind out of when",
    ],
    [
      "a question that outlives its execution",
      "approval: { expiresAfter: 22d }",
      "approval.expiresAfter: no question can wait that long; write at most 21d",
    ],
    ["a proposal that nobody may approve", "respond: [{ propose: [stop] }]", "approval.approvers"],
    [
      "a proposal that only Slack users may approve",
      "respond: [{ propose: [stop] }]\napproval: { approvers: [{ slackUser: U012AB3CD }] }",
      "approval.approvers: respond proposes something, and nobody can answer",
    ],
    [
      "a role pattern that matches nobody",
      "approval: { approvers: [{ iamRole: 'arn:aws:iam::*:role/ops/*' }] }",
      "approval.approvers[0].iamRole",
    ],
    ["an exemption without owner", EXEMPTION.replace(/owner: \w+, /, ""), "exemptions[0].owner"],
    ["an exemption without reason", EXEMPTION.replace("reason: demo, ", ""), "exemptions[0].reason"],
    ["an exemption without expiry", EXEMPTION.replace(/, expires: [\d-]+/, ""), "exemptions[0].expires"],
    ["an exemption until a day that is none", EXEMPTION.replace("2027-01-31", "2027-02-30"), "no day of the calendar"],
    ["a list instead of a policy", "- mode: report", "the file"],
    ["broken YAML, with its line", "mode: report\nrules: [", "line 2"],
    ["the same key twice", "mode: report\nmode: enforce", "line 2"],
    ["a negative cap", "limits: { perHour: { destructive: -1 } }", "limits.perHour.destructive"],
  ])("is refused for %s", (_what, text, where) => {
    const problems = problemsOf(text);
    expect(problems.join("\n")).toContain(where);
    for (const problem of problems) expect(problem).not.toContain("\n");
  });

  it("is refused with the file's name", () => {
    expect(() => loadPolicyFile("/no/such/policy.yaml")).toThrow("/no/such/policy.yaml: there is no such file");
  });

  it("tells every problem at once", () => {
    expect(problemsOf("mode: x\nlimits: 3\nfoo: 1")).toHaveLength(3);
  });
});

const EXEMPTION =
  "exemptions: [{ resource: 'arn:aws:sagemaker:*:111122223333:notebook-instance/demo-*', rules: [ipv4-only], owner: jane, reason: demo, expires: 2027-01-31 }]";

describe("digests", () => {
  it("are the same for the same meaning and different for another", () => {
    const one = parsePolicy("mode: enforce\nlimits: { perHour: { destructive: 3 } }").policy;
    expect(parsePolicy("limits: { perHour: { reversible: 20 } }\nmode: enforce").policy.digest).toBe(one.digest);
    expect(reportOnly(one).digest).not.toBe(one.digest);
  });
});

describe("the JSON schema", () => {
  it("is what editors and AppConfig get, within AppConfig's limit", async () => {
    const text = `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
    expect(text.length).toBeLessThan(32_768);
    await expect(text).toMatchFileSnapshot("../../infra/policy/policy.schema.json");
  });
});
