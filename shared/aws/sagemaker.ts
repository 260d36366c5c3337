/** The SageMaker client. Operations go by name, so that a resource kind can name the calls it needs as data. */
import * as sdk from "@aws-sdk/client-sagemaker";
import { checkInputs } from "./checked-inputs.ts";
import { inputProblems, type OperationSchema } from "./input-schema.ts";

/** Sends one SageMaker call. Throws what the SDK throws, and InvalidCallError for an input that does not fit. */
export interface SageMakerApi {
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
}

type CommandClass = new (input: Record<string, unknown>) => Parameters<sdk.SageMakerClient["send"]>[0];

const exported = sdk as unknown as Record<string, unknown>;
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000 };
let reading: SageMakerApi | undefined;
let changing: SageMakerApi | undefined;

/** The client for reading: retries what may work later. */
export function sageMaker(): SageMakerApi {
  reading ??= createSageMakerApi(new sdk.SageMakerClient({ maxAttempts: 5, retryMode: "adaptive", requestHandler }));
  return reading;
}

/** The client for changes: sends each call once, because a retry could repeat a change whose answer was lost. */
export function sageMakerOnce(): SageMakerApi {
  changing ??= createSageMakerApi(new sdk.SageMakerClient({ maxAttempts: 1, requestHandler }));
  return changing;
}

export function createSageMakerApi(client: sdk.SageMakerClient): SageMakerApi {
  checkInputs(client);
  return {
    async call(operation, input) {
      const { $metadata, ...output } = await client.send(new (commandOf(operation))(input));
      return output;
    },
  };
}

/** The schema of an operation as the SDK exports it; undefined for a name that SageMaker does not have. */
export function sageMakerOperation(operation: string): OperationSchema | undefined {
  return exported[`${operation}$`] as OperationSchema | undefined;
}

/** What keeps a planned call from being sent as it stands. */
export function callProblems(operation: string, input: Record<string, unknown>): string[] {
  const schema = sageMakerOperation(operation);
  return schema === undefined ? [`SageMaker has no operation ${operation}`] : inputProblems(schema, input);
}

function commandOf(operation: string): CommandClass {
  const command = exported[`${operation}Command`];
  if (typeof command !== "function") throw new TypeError(`SageMaker has no operation ${operation}`);
  return command as CommandClass;
}
