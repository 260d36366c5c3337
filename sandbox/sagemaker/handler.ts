import type { CallContext, OperationHandler } from "../contract.ts";

/** An input that passed its schema: members that the schema requires are there. */
export type Checked<Input> = {
  [Name in keyof Input]: Record<never, never> extends Pick<Input, Name> ? Input[Name] : Exclude<Input[Name], undefined>;
};

/**
 * Gives a function over the SDK's types the shape of an operation of the backend. The one place where inputs get their
 * types: they were checked against the SDK's schema before.
 */
export function handler<Input, Output extends object>(
  run: (input: Checked<Input>, context: CallContext) => Output,
): OperationHandler {
  return (input, context) => {
    const output: object = run(structuredClone(input) as Checked<Input>, context);
    return { ...output };
  };
}

/** The members of an object that are not undefined; what is not there is left out of answers. */
export function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}

/** A copy with only these members, and of them only those that are set. */
export function pick<Value extends object, Name extends keyof Value>(
  value: Value,
  names: readonly Name[],
): Pick<Value, Name> {
  const picked: Partial<Value> = {};
  for (const name of names) {
    if (value[name] !== undefined) picked[name] = value[name];
  }
  return structuredClone(picked) as Pick<Value, Name>;
}
