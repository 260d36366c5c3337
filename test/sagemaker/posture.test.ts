import { describe, expect, it } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readPosture, unreadPosture } from "../../shared/sagemaker/posture.ts";

describe("a setting on the way to which something is no object", () => {
  it.each(["HIDDEN_DUE_TO_SECURITY_REASONS", [], 1, true])("is unread, not unset: %j", (RemoteDebugConfig) => {
    const { units } = readPosture(kindOf("training-job"), { RemoteDebugConfig }, "create");
    expect(units[0]?.settings.remoteDebug?.status).toBe("unread");
  });

  it.each([undefined, null, {}])("is unset where the API leaves it out: %j", (RemoteDebugConfig) => {
    const { units } = readPosture(kindOf("training-job"), { RemoteDebugConfig }, "create");
    expect(units[0]?.settings.remoteDebug?.status).toBe("unset");
  });
});

it("has every part of what could not be read, each setting unread", () => {
  const { units } = unreadPosture(kindOf("endpoint-config"), "denied");
  expect(units.map(({ path }) => path)).toEqual(["", "ProductionVariants[]", "ShadowProductionVariants[]", ""]);
  for (const { settings } of units) {
    for (const setting of Object.values(settings))
      expect(setting).toMatchObject({ status: "unread", reason: "denied" });
  }
});
