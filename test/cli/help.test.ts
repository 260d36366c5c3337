import { describe, expect, test } from "vitest";
import { sagefence } from "./terminal.ts";

describe("help", () => {
  const commands = [
    "assess",
    "scan",
    "path",
    "rules",
    "coverage",
    "policy",
    "findings",
    "approve",
    "reject",
    "test-message",
  ];

  test("names every command", async () => {
    const { code, out, err } = await sagefence(["--help"]);

    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command}\\b`, "m"));
  });

  test.each(commands)("explains %s", async (command) => {
    const asked = await sagefence([command, "--help"]);
    const helped = await sagefence(["help", command]);

    expect(asked.code).toBe(0);
    expect(asked.out).toMatch(new RegExp(`^Usage: sagefence ${command}`));
    expect(helped.out).toBe(asked.out);
  });

  test("is what one gets without a command, and that is no success", async () => {
    const { code, out, err } = await sagefence([]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: sagefence");
  });

  test("suggests a command for a misspelt one", async () => {
    const { code, err } = await sagefence(["asess"]);

    expect(code).toBe(2);
    expect(err).toContain("sagefence: unknown command 'asess'\n(Did you mean assess?)");
  });
});
