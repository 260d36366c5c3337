import type { SageMakerApi } from "../aws/sagemaker.ts";
import { stringAt } from "./document.ts";

/** Every page of a list, as far as it is asked for. Throws what SageMaker answers. */
export async function* pagesOf(
  api: SageMakerApi,
  operation: string,
  input: Record<string, unknown>,
): AsyncGenerator<Record<string, unknown>> {
  let nextToken: string | undefined;
  do {
    const page = await api.call(operation, { ...input, ...(nextToken && { NextToken: nextToken }) });
    yield page;
    nextToken = stringAt(page, "NextToken");
  } while (nextToken !== undefined);
}
