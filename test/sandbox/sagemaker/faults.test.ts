import { beforeEach, expect, it } from "vitest";
import { AwsError } from "../../../sandbox/contract.ts";
import { contextAt, notebookInput, openAccount, type TestAccount } from "./account.ts";

const NAME = { NotebookInstanceName: "Demo" };

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await account.call("CreateNotebookInstance", notebookInput("Demo"));
  account.time.advance(4_000);
});

async function status(): Promise<unknown> {
  return account.sagemaker.inspect.resource("notebook-instance", "Demo")?.state;
}

it("throttles as many calls as it is told", async () => {
  account.sagemaker.faults.add({
    operation: "DescribeNotebookInstance",
    code: "ThrottlingException",
    message: "Rate exceeded",
    times: 2,
  });
  expect(await account.refusal("DescribeNotebookInstance", NAME)).toBe("ThrottlingException: Rate exceeded");
  expect(await account.refusal("DescribeNotebookInstance", NAME)).toBe("ThrottlingException: Rate exceeded");
  expect(await account.call("DescribeNotebookInstance", NAME)).toMatchObject(NAME);
});

it("denies before anything happens", async () => {
  account.sagemaker.faults.add({
    operation: "StopNotebookInstance",
    code: "AccessDeniedException",
    message: "no",
    times: 1,
  });
  expect(await account.refusal("StopNotebookInstance", NAME)).toBe("AccessDeniedException: no");
  expect(await status()).toBe("InService");
});

it("executes a call and loses the answer", async () => {
  account.sagemaker.faults.add({
    operation: "StopNotebookInstance",
    code: "InternalFailure",
    message: "lost",
    times: 1,
    afterEffect: true,
  });
  const answer = account.call("StopNotebookInstance", NAME);
  await expect(answer).rejects.toMatchObject({ code: "InternalFailure", statusCode: 500 });
  expect(await status()).toBe("Stopping");
  expect(await account.refusal("StopNotebookInstance", NAME)).toContain("Status (Stopping) not in ([InService])");
});

it("keeps a lost answer for a call that has an effect", async () => {
  account.sagemaker.faults.add({
    operation: "StartNotebookInstance",
    code: "InternalFailure",
    message: "lost",
    times: 1,
    afterEffect: true,
  });
  expect(await account.refusal("StartNotebookInstance", NAME)).toContain("ValidationException");
  await account.call("StopNotebookInstance", NAME);
  account.time.advance(3_000);
  expect(await account.refusal("StartNotebookInstance", NAME)).toBe("InternalFailure: lost");
  expect(await status()).toBe("Pending");
});

it("forgets faults when they are cleared, and refuses to wait for an operation there is none of", async () => {
  const fault = { operation: "DescribeNotebookInstance", code: "X", message: "x", times: 1 };
  account.sagemaker.faults.add(fault);
  account.sagemaker.faults.clear();
  await account.call("DescribeNotebookInstance", NAME);
  expect(() => account.sagemaker.faults.add({ ...fault, operation: "DescribeNotebook" })).toThrow(TypeError);
  expect(() => account.sagemaker.hooks.before("DescribeNotebook", () => {})).toThrow(TypeError);
});

it("runs hooks before an operation, with input and context, until they are taken away", async () => {
  const seen: unknown[] = [];
  const remove = account.sagemaker.hooks.before("StopNotebookInstance", async (input, context) => {
    seen.push(input.NotebookInstanceName, context.caller.name, await status());
  });
  await account.call("StopNotebookInstance", NAME);
  remove();
  account.time.advance(3_000);
  await account.call("StartNotebookInstance", NAME);
  expect(seen).toEqual(["Demo", "jane", "InService"]);
});

it("lets a hook change the world just before a call, or refuse it", async () => {
  const remove = account.sagemaker.hooks.before("StopNotebookInstance", () => {
    account.sagemaker.inspect.remove(account.sagemaker.inspect.resources("notebook-instance")[0]?.arn ?? "");
  });
  expect(await account.refusal("StopNotebookInstance", NAME)).toBe("ValidationException: RecordNotFound");
  remove();
  account.sagemaker.hooks.before("ListModels", () => {
    throw new AwsError("AccessDeniedException", "not you", 400);
  });
  expect(await account.refusal("ListModels")).toBe("AccessDeniedException: not you");
});

it("does not let callers reach into what it stores", async () => {
  const input = notebookInput("Other", { Tags: [{ Key: "a", Value: "1" }], AdditionalCodeRepositories: ["one"] });
  await account.sagemaker.operations.CreateNotebookInstance?.(input, contextAt(account.time.now()));
  (input.AdditionalCodeRepositories as string[]).push("two");
  expect(account.sagemaker.inspect.resource("notebook-instance", "Other")?.description).toMatchObject({
    AdditionalCodeRepositories: ["one"],
  });
});

it("gives the tags of a resource by its ARN in any letter case", async () => {
  const Tags = [{ Key: "team", Value: "fraud" }];
  await account.call("CreateModel", { ModelName: "Scores", PrimaryContainer: { Image: "i" }, Tags });
  const { tagsOf } = account.sagemaker.inspect;
  expect(tagsOf("arn:aws:sagemaker:eu-west-1:111122223333:model/scores")).toEqual({ team: "fraud" });
  expect(tagsOf("arn:aws:sagemaker:eu-west-1:111122223333:model/others")).toBeUndefined();
});

it("says that there is no such resource to fail, or that it cannot", async () => {
  await account.call("CreateModel", { ModelName: "m", PrimaryContainer: { Image: "i" } });
  const model = account.sagemaker.inspect.resource("model", "m")?.arn ?? "";
  expect(() => account.sagemaker.inspect.fail(model, "x")).toThrow("a model cannot fail");
  expect(() => account.sagemaker.inspect.fail("arn:none", "x")).toThrow(
    "account 111122223333 has no resource arn:none",
  );
});
