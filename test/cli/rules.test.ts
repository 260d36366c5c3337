import { describe, expect, test } from "vitest";
import { nearest } from "../../cli/nearest.ts";
import { renderRule } from "../../shared/assess/catalogue.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import { sagefence } from "./terminal.ts";

describe("sagefence rules", () => {
  test("lists every rule in aligned columns", async () => {
    const { code, out, err } = await sagefence(["rules"]);
    const [heading = "", ...lines] = out.trimEnd().split("\n");

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(lines.map((line) => line.split(" ")[0])).toEqual(RULES.map(({ id }) => id));
    const column = heading.indexOf("DESIRED STATE");
    expect(lines.map((line) => line.slice(column))).toEqual(RULES.map(({ title }) => title));
  });

  test("says of one rule what, why, and how to make it right", async () => {
    const { code, out } = await sagefence(["rules", "runs-in-vpc"]);

    const rule = RULES.find(({ id }) => id === "runs-in-vpc");
    expect({ code, out }).toEqual({ code: 0, out: rule && renderRule(rule) });
  });

  test("gives the same as JSON", async () => {
    const all = JSON.parse((await sagefence(["rules", "--format", "json"])).out);
    const one = JSON.parse((await sagefence(["rules", "ipv4-only", "--format", "json"])).out);

    expect(all).toMatchObject({ version: 1, rules: RULES.map(({ id, severity, kinds }) => ({ id, severity, kinds })) });
    expect({ version: 1, ...all.rules.find(({ id }: { id: string }) => id === "ipv4-only") }).toEqual(one);
  });

  test.each([
    ["rusn-in-vpc", 'there is no rule "rusn-in-vpc"; did you mean runs-in-vpc?'],
    ["notebook-no", 'there is no rule "notebook-no"; did you mean notebook-no-direct-internet?'],
    ["hipaa", 'there is no rule "hipaa"; `sagefence rules` lists them'],
    ["__proto__", 'there is no rule "__proto__"; `sagefence rules` lists them'],
  ])("suggests the nearest rule to %s", async (id, message) => {
    expect(await sagefence(["rules", id])).toEqual({ code: 2, out: "", err: `sagefence: ${message}\n` });
  });
});

test("a suggestion is close, or there is none", () => {
  expect(nearest("stpo", ["stop", "exempt"])).toBe("stop");
  expect(nearest("recreate", ["recreate-beside", "exempt"])).toBe("recreate-beside");
  expect(nearest("xyz", ["stop", "exempt"])).toBeNull();
  expect(nearest("stop", [])).toBeNull();
});
