/** Environments of a function with its code, its variables and its role's keys. */
import { randomUUID } from "node:crypto";
import { startEnvironment } from "./environment.ts";
import type { LambdaFunction } from "./functions.ts";
import type { LambdaOptions } from "./index.ts";
import { createPool, type EnvironmentPool } from "./pool.ts";

/** Rejects with ArtifactError. */
export async function startPool(fn: LambdaFunction, version: string, options: LambdaOptions): Promise<EnvironmentPool> {
  const root = await options.artifacts.unpack(fn.artifact);
  return createPool(() => {
    const logStreamName = `${options.time.now().toISOString().slice(0, 10).replaceAll("-", "/")}/[${version}]${randomUUID().replaceAll("-", "")}`;
    return startEnvironment({
      data: {
        ...{ root, handler: fn.handler, durable: fn.durable !== null, functionName: fn.name, functionVersion: version },
        ...{ memoryLimitInMB: String(fn.memoryMegabytes), logGroupName: fn.logGroup, logStreamName },
      },
      variables: environmentVariables(fn, version, logStreamName, options),
      timeoutSeconds: fn.timeoutSeconds,
      onLog: (line) => options.log({ at: options.time.now(), functionName: fn.name, logGroup: fn.logGroup, line }),
    });
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function environmentVariables(
  fn: LambdaFunction,
  version: string,
  logStreamName: string,
  { region, credentials, variables }: LambdaOptions,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials(fn.roleArn, fn.name);
  return {
    ...fn.environment,
    ...variables(fn),
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    _HANDLER: fn.handler,
  };
}
