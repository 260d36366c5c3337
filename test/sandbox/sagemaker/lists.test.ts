import { beforeEach, expect, it } from "vitest";
import { arn, notebookInput, openAccount, type TestAccount, trainingInput } from "./account.ts";

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  for (const name of ["delta", "alpha", "Charlie", "bravo", "echo"]) {
    await account.call("CreateTrainingJob", trainingInput(name));
    account.time.advance(1_000);
  }
});

async function list(input: Record<string, unknown> = {}): Promise<{ names: string[]; NextToken?: string }> {
  const { TrainingJobSummaries, NextToken } = await account.call("ListTrainingJobs", input);
  const names = (TrainingJobSummaries as { TrainingJobName: string }[]).map((item) => item.TrainingJobName);
  return NextToken === undefined ? { names } : { names, NextToken: String(NextToken) };
}

it("lists by CreationTime, ascending, when not told otherwise", async () => {
  expect(await list()).toEqual({ names: ["delta", "alpha", "Charlie", "bravo", "echo"] });
});

it.each([
  [{ SortBy: "Name" }, ["Charlie", "alpha", "bravo", "delta", "echo"]],
  [{ SortOrder: "Descending" }, ["echo", "bravo", "Charlie", "alpha", "delta"]],
  [{ SortBy: "Name", SortOrder: "Descending" }, ["echo", "delta", "bravo", "alpha", "Charlie"]],
  [{ NameContains: "char" }, ["Charlie"]],
  [{ CreationTimeAfter: new Date("2026-11-20T09:00:02.500Z") }, ["bravo", "echo"]],
  [{ CreationTimeBefore: new Date("2026-11-20T09:00:01.500Z") }, ["delta", "alpha"]],
  [{ StatusEquals: "Completed" }, []],
  [{ StatusEquals: "InProgress", NameContains: "a" }, ["delta", "alpha", "Charlie", "bravo"]],
  [{ LastModifiedTimeAfter: new Date("2026-11-20T09:00:04.900Z") }, ["delta"]],
])("with %j", async (input, names) => {
  expect((await list(input)).names).toEqual(names);
});

it("sorts by status, and by name within it", async () => {
  await account.call("StopTrainingJob", { TrainingJobName: "bravo" });
  expect((await list({ SortBy: "Status" })).names).toEqual(["Charlie", "alpha", "delta", "echo", "bravo"]);
});

it.each(["Ascending", "Descending"])("gives every item once over the pages, %s", async (SortOrder) => {
  const all = (await list({ SortOrder })).names;
  const seen: string[] = [];
  let page = await list({ SortOrder, MaxResults: 2 });
  seen.push(...page.names);
  while (page.NextToken !== undefined) {
    page = await list({ SortOrder, MaxResults: 2, NextToken: page.NextToken });
    seen.push(...page.names);
  }
  expect(seen).toEqual(all);
});

it("goes on after an item that has vanished meanwhile", async () => {
  const page = await list({ MaxResults: 2 });
  account.sagemaker.inspect.remove(arn("training-job/alpha"));
  expect((await list({ NextToken: page.NextToken })).names).toEqual(["Charlie", "bravo", "echo"]);
});

it("gives ten at a time when not told otherwise", async () => {
  for (let index = 0; index < 11; index++) {
    await account.call("CreateNotebookInstance", notebookInput(`nb-${index}`));
  }
  const answer = await account.call("ListNotebookInstances");
  expect(answer.NotebookInstances).toHaveLength(10);
  expect(answer.NextToken).toEqual(expect.any(String));
});

it.each([0, 101])("refuses pages of %i", async (MaxResults) => {
  expect(await account.refusal("ListTrainingJobs", { MaxResults })).toContain("at 'maxResults' failed to satisfy");
});

it.each(["nonsense", Buffer.from("{}").toString("base64url")])("refuses the token %s", async (NextToken) => {
  expect(await account.refusal("ListTrainingJobs", { NextToken })).toBe(
    "ValidationException: Invalid pagination token given.",
  );
});
