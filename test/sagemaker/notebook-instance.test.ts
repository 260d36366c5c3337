import { expect, test, vi } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { type Looked, type LookUp, readWholePosture } from "../../shared/sagemaker/whole-posture.ts";

const kind = kindOf("notebook-instance");
const CONFIG = { NotebookInstanceLifecycleConfigName: "kernels", OnCreate: [], OnStart: [{ Content: "ZGF0ZQ==" }] };

function answering(looked: Looked) {
  return vi.fn<LookUp>(async () => looked);
}

test.each([
  ["create", { LifecycleConfigName: "kernels" }],
  ["describe", { NotebookInstanceLifecycleConfigName: "kernels" }],
] as const)("a %s document is judged by the scripts that it names, too", async (shape, document) => {
  const lookUp = answering({ status: "read", description: CONFIG });

  const { units } = await readWholePosture(kind, { ...document, SubnetId: "subnet-1" }, shape, lookUp);

  expect(lookUp.mock.calls.map(([{ id }, name]) => [id, name])).toEqual([
    ["notebook-instance-lifecycle-config", "kernels"],
  ]);
  expect(units).toMatchObject([
    { path: "", settings: { subnets: { value: ["subnet-1"] } } },
    {
      path: "OnStart[0]",
      inheritedFrom: { kind: "notebook-instance-lifecycle-config", name: "kernels" },
      settings: { lifecycleScript: { status: "set", field: "Content", value: "ZGF0ZQ==" } },
    },
  ]);
});

test.each([null, "", undefined])("nothing is read where it names %o", async (LifecycleConfigName) => {
  const lookUp = answering({ status: "gone" });

  const { units } = await readWholePosture(kind, { LifecycleConfigName }, "create", lookUp);

  expect(lookUp).not.toHaveBeenCalled();
  expect(units.map(({ path }) => path)).toEqual([""]);
});

test("scripts that cannot be read are unread, and the notebook's own settings are not", async () => {
  const { units } = await readWholePosture(
    kind,
    { LifecycleConfigName: "kernels", DirectInternetAccess: "Disabled" },
    "create",
    answering({ status: "gone" }),
  );

  const reason = "the notebook lifecycle configuration kernels does not exist";
  expect(units[0]?.settings.directInternetAccess).toMatchObject({ status: "set" });
  expect(units.slice(1)).toMatchObject([
    { path: "OnCreate[]", settings: { lifecycleScript: { status: "unread", reason } } },
    { path: "OnStart[]", settings: { lifecycleScript: { status: "unread", reason } } },
  ]);
});
