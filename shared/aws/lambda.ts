/** What the service asks of Lambda: to start a durable execution, and to wake one that waits for a callback. */
import { InvokeCommand, LambdaClient, SendDurableExecutionCallbackSuccessCommand } from "@aws-sdk/client-lambda";
import { checkInputs } from "./checked-inputs.ts";
import { errorCode } from "./errors.ts";

export interface LambdaApi {
  /**
   * Starts an execution asynchronously, once per name. `functionArn` is qualified (an alias or a version) and `name`
   * has 1 to 64 letters, digits, `-` or `_`. `already-started`: an execution of that name and another payload exists.
   * https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-idempotency.html
   */
  startExecution(functionArn: string, name: string, payload: unknown): Promise<"started" | "already-started">;
  /**
   * Completes a callback with a JSON result. Throws what the SDK throws: CallbackTimeoutException when the callback was
   * completed before or has run out.
   * https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html
   */
  completeCallback(callbackId: string, result: unknown): Promise<void>;
}

let shared: LambdaApi | undefined;

/** The client of this execution environment, made at its first use. */
export function lambda(): LambdaApi {
  shared ??= createLambdaApi(
    new LambdaClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 } }),
  );
  return shared;
}

export function createLambdaApi(client: LambdaClient): LambdaApi {
  checkInputs(client);
  return {
    startExecution: (functionArn, name, payload) => startExecution(client, functionArn, name, payload),
    async completeCallback(callbackId, result) {
      await client.send(
        new SendDurableExecutionCallbackSuccessCommand({ CallbackId: callbackId, Result: jsonBytes(result) }),
      );
    },
  };
}

async function startExecution(client: LambdaClient, functionArn: string, name: string, payload: unknown) {
  try {
    await client.send(
      new InvokeCommand({
        FunctionName: functionArn,
        InvocationType: "Event",
        DurableExecutionName: name,
        Payload: jsonBytes(payload),
      }),
    );
    return "started";
  } catch (error) {
    if (errorCode(error) === "DurableExecutionAlreadyStartedException") return "already-started";
    throw error;
  }
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
