import { describe, expect, test, vi } from "vitest";
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { lookAt } from "../../shared/sagemaker/look-at.ts";
import type { ResourceRef } from "../../shared/sagemaker/resource-kind.ts";

const kind = kindOf("notebook-instance");
const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/Churn";
const NOTEBOOK = {
  NotebookInstanceName: "Churn",
  NotebookInstanceArn: ARN,
  NotebookInstanceStatus: "InService",
  CreationTime: new Date("2026-11-20T09:00:00.000Z"),
  DirectInternetAccess: "Enabled",
  FailureReason: undefined,
};

const resource: ResourceRef = {
  kind: "notebook-instance",
  name: "Churn",
  id: "Churn",
  arn: null,
  account: "111122223333",
  region: "eu-west-1",
};
const byArn: ResourceRef = { ...resource, name: "churn", id: null, arn: ARN.toLowerCase() };

type Answers = Record<string, (input: Record<string, unknown>) => Record<string, unknown>>;

/** A SageMaker that knows only these answers. */
function sageMaker(answers: Answers) {
  const call = vi.fn<SageMakerApi["call"]>(async (operation, input) => {
    const answer = answers[operation];
    if (answer === undefined) throw failure("UnknownOperationException");
    return answer(input);
  });
  return { call };
}

function failure(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}

function describing(name: string): Record<string, unknown> {
  if (name === "Churn") return NOTEBOOK;
  throw failure("ValidationException", "RecordNotFound");
}

const DescribeNotebookInstance = (input: Record<string, unknown>) => describing(String(input.NotebookInstanceName));

describe("a look at a resource", () => {
  test("tells what it is now, as plain JSON", async () => {
    const api = sageMaker({ DescribeNotebookInstance });

    const looked = await lookAt(api, kind, resource, { withTags: false });

    expect(looked).toMatchObject({
      status: "found",
      look: {
        resource: { ...resource, arn: ARN },
        creationTime: "2026-11-20T09:00:00.000Z",
        status: "InService",
        secondaryStatus: null,
        posture: { units: [{ settings: { directInternetAccess: { status: "set", value: "Enabled" } } }] },
        description: { CreationTime: "2026-11-20T09:00:00.000Z" },
        tags: [],
      },
    });
    expect(api.call).toHaveBeenCalledOnce();
  });

  test("tells the status by which the kind knows that nothing has been computed", async () => {
    const name = "resnet";
    const arn = `arn:aws:sagemaker:eu-west-1:111122223333:compilation-job/${name}`;
    const job = { CompilationJobName: name, CompilationJobArn: arn, CompilationJobStatus: "STARTING" };
    const api = sageMaker({ DescribeCompilationJob: () => job });

    const looked = await lookAt(api, kindOf("compilation-job"), { ...resource, id: name }, { withTags: false });

    expect(looked).toMatchObject({ status: "found", look: { status: "STARTING", secondaryStatus: "STARTING" } });
  });

  test("reads all pages of its tags when they are asked for", async () => {
    const pages: Answers = {
      DescribeNotebookInstance,
      ListTags: ({ ResourceArn, NextToken }) =>
        NextToken === undefined
          ? { Tags: [{ Key: "of", Value: String(ResourceArn) }], NextToken: "2" }
          : { Tags: [{ Key: "page", Value: String(NextToken) }] },
    };

    const looked = await lookAt(sageMaker(pages), kind, resource, { withTags: true });

    expect(looked).toMatchObject({
      look: {
        tags: [
          { Key: "of", Value: ARN },
          { Key: "page", Value: "2" },
        ],
      },
    });
  });

  test("tells that it is gone, when SageMaker says so about its name", async () => {
    await expect(
      lookAt(sageMaker({ DescribeNotebookInstance }), kind, { ...resource, id: "Other" }, { withTags: false }),
    ).resolves.toEqual({ status: "gone" });
  });

  test.each([
    ["AccessDeniedException", "DescribeNotebookInstance was denied (AccessDeniedException)"],
    ["ThrottlingException", "DescribeNotebookInstance did not answer after retries (ThrottlingException)"],
    ["ValidationException", "DescribeNotebookInstance failed (ValidationException)"],
  ])("tells why nothing could be read: %s", async (name, reason) => {
    const error = failure(name);
    const api = sageMaker({
      DescribeNotebookInstance: () => {
        throw error;
      },
    });

    await expect(lookAt(api, kind, resource, { withTags: false })).resolves.toEqual({
      status: "unread",
      reason,
      error,
    });
  });

  test("is not complete without the tags that were asked for", async () => {
    const api = sageMaker({
      DescribeNotebookInstance,
      ListTags: () => {
        throw failure("AccessDeniedException");
      },
    });

    await expect(lookAt(api, kind, resource, { withTags: true })).resolves.toMatchObject({
      status: "unread",
      reason: "ListTags was denied (AccessDeniedException)",
    });
  });

  test("believes no answer without an ARN", async () => {
    const api = sageMaker({ DescribeNotebookInstance: () => ({}) });

    await expect(lookAt(api, kind, resource, { withTags: false })).resolves.toMatchObject({ status: "unread" });
  });
});

describe("a name whose letter case is lost", () => {
  const items = (...arns: string[]) =>
    arns.map((arn) => ({ NotebookInstanceArn: arn, NotebookInstanceName: arn.split("/")[1] }));

  test("is looked up in all pages of the list, and only the ARN that is equal but for case is taken", async () => {
    const ListNotebookInstances = ({ NextToken }: Record<string, unknown>) =>
      NextToken === undefined
        ? { NotebookInstances: items(`${ARN}-2`, ARN.replace("eu-west-1", "eu-west-2")), NextToken: "2" }
        : { NotebookInstances: items(ARN) };

    const looked = await lookAt(sageMaker({ DescribeNotebookInstance, ListNotebookInstances }), kind, byArn, {
      withTags: false,
    });

    expect(looked).toMatchObject({ status: "found", look: { resource: { id: "Churn", name: "Churn", arn: ARN } } });
  });

  test("is unread when the list does not have it", async () => {
    const api = sageMaker({
      DescribeNotebookInstance,
      ListNotebookInstances: () => ({ NotebookInstances: items(`${ARN}-2`) }),
    });

    await expect(lookAt(api, kind, byArn, { withTags: false })).resolves.toMatchObject({
      status: "unread",
      reason: "ListNotebookInstances lists no notebook instance of that ARN",
    });
  });

  test("is unread, and not gone, when the list cannot be read", async () => {
    const api = sageMaker({
      DescribeNotebookInstance,
      ListNotebookInstances: () => {
        throw failure("AccessDeniedException");
      },
    });

    await expect(lookAt(api, kind, byArn, { withTags: false })).resolves.toMatchObject({
      status: "unread",
      reason: "ListNotebookInstances was denied (AccessDeniedException)",
    });
  });
});
