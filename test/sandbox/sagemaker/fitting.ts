import { expect } from "vitest";
import type { TestAccount } from "./account.ts";
import { mismatches, missingRequired, schemaOf } from "./echo.ts";

type Answer = Record<string, unknown>;

/** Makes a call and holds the answer against the SDK's schema: nothing that it does not know, all that it requires. */
export async function fitting(account: TestAccount, operation: string, input: Answer = {}): Promise<Answer> {
  const answer = await account.call(operation, input);
  expect(mismatches(schemaOf(operation, "output"), answer, operation)).toEqual([]);
  expect(missingRequired(operation, answer)).toEqual([]);
  return answer;
}
