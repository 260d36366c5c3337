import type { CallContext, OperationHandler } from "../contract.ts";

/** An operation typed by the SDK's shapes; the wire has checked the input against the same shape's schema. */
export function operation<Input, Output extends object>(
  handler: (input: Input, context: CallContext) => Output | Promise<Output>,
): OperationHandler {
  return async (input, context) => Object.fromEntries(Object.entries(await handler(input as Input, context)));
}

/** One page of a list by offset tokens, as `[items, nextToken]`. */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | undefined,
  size: number,
): [Item[], string | undefined] {
  const start = Math.max(0, Number.parseInt(token ?? "0", 10) || 0);
  const next = start + size;
  return [items.slice(start, next), next < items.length ? String(next) : undefined];
}
