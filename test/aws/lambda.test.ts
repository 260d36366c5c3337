import { InvokeCommand, LambdaClient, SendDurableExecutionCallbackSuccessCommand } from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { expect, it } from "vitest";
import { createLambdaApi } from "../../shared/aws/lambda.ts";

const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:remediate-drift:durable";

function text(bytes: unknown): string {
  return new TextDecoder().decode(bytes as Uint8Array);
}

it("starts an execution asynchronously under its name", async () => {
  const client = new LambdaClient({ region: "eu-west-1" });
  const mock = mockClient(client).on(InvokeCommand).resolves({ StatusCode: 202 });
  expect(await createLambdaApi(client).startExecution(ARN, "name-1", { a: 1 })).toBe("started");
  const { Payload, ...input } = mock.commandCalls(InvokeCommand)[0]?.args[0].input ?? {};
  expect(input).toEqual({ FunctionName: ARN, InvocationType: "Event", DurableExecutionName: "name-1" });
  expect(text(Payload)).toBe('{"a":1}');
});

it("takes an execution of that name as started; other errors stay errors", async () => {
  const client = new LambdaClient({ region: "eu-west-1" });
  const already = Object.assign(new Error("exists"), { name: "DurableExecutionAlreadyStartedException" });
  mockClient(client).on(InvokeCommand).rejectsOnce(already).rejects(new Error("broken"));
  const api = createLambdaApi(client);
  expect(await api.startExecution(ARN, "name-1", {})).toBe("already-started");
  await expect(api.startExecution(ARN, "name-1", {})).rejects.toThrow("broken");
});

it("completes a callback with JSON", async () => {
  const client = new LambdaClient({ region: "eu-west-1" });
  const mock = mockClient(client).on(SendDurableExecutionCallbackSuccessCommand).resolves({});
  await createLambdaApi(client).completeCallback("callback-1", { questionId: "q-1" });
  const input = mock.commandCalls(SendDurableExecutionCallbackSuccessCommand)[0]?.args[0].input;
  expect([input?.CallbackId, text(input?.Result)]).toEqual(["callback-1", '{"questionId":"q-1"}']);
});
