import { describe, expect, it, vi } from "vitest";
import { createPolicySource } from "../../shared/decide/current-policy.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { effectiveMode, readSwitch } from "../../shared/decide/switch.ts";

const CONFIG = { application: "a", environment: "e", profile: "p" };

function sourceOf(content: string) {
  const commands: string[] = [];
  const client = {
    send: async (command: { constructor: { name: string } }) => {
      commands.push(command.constructor.name);
      return { InitialConfigurationToken: "t", Configuration: { transformToString: () => content } };
    },
  };
  return { commands, read: createPolicySource(client as never, CONFIG) };
}

describe("the deployed policy", () => {
  it("is read anew each time", async () => {
    const { commands, read } = sourceOf('{"mode":"enforce"}');
    await read();
    const { policy, problem } = await read();
    expect(policy.mode).toBe("enforce");
    expect(problem).toBeNull();
    expect(commands).toHaveLength(4);
  });

  it.each(["mode: enforce", '{"mode":"bang"}', "", "[]"])(
    "means report only, with the reason, when it is %j",
    async (content) => {
      const { policy, problem } = await sourceOf(content).read();
      expect(policy.mode).toBe("report");
      expect(problem).toContain("not valid");
    },
  );
});

describe("the switch", () => {
  const client = (value: string | Error) => ({
    send: async () => {
      if (value instanceof Error) throw value;
      return { Parameter: { Value: value } };
    },
  });
  it.each([
    ["on", "on"],
    [" off\n", "off"],
    ["report", "report"],
    ["enforce!", "report"],
    ["", "report"],
  ])("%j is %s", async (value, position) => {
    const unreadable = vi.fn();
    expect(await readSwitch(client(value) as never, "/switch", unreadable)).toBe(position);
    expect(unreadable).not.toHaveBeenCalled();
  });

  it("that cannot be read changes nothing, and says so", async () => {
    const unreadable = vi.fn();
    expect(await readSwitch(client(new Error("denied")) as never, "/switch", unreadable)).toBe("report");
    expect(unreadable).toHaveBeenCalledOnce();
  });

  it.each([
    ["enforce", "on", "enforce"],
    ["enforce", "report", "report"],
    ["enforce", "off", "off"],
    ["report", "on", "report"],
    ["off", "on", "off"],
  ] as const)("mode %s with the switch %s is %s", (mode, position, effective) => {
    expect(effectiveMode(resolvePolicy({ mode }), position)).toBe(effective);
  });
});
