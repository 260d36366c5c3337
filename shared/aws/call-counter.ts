/** Counting the calls that an API makes, by operation. */

interface Api {
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export interface CallCounter {
  /** The same API, counted; retries of the SDK count once. */
  counted(api: Api): Api;
  counts(): Record<string, number>;
  total(): number;
}

export function createCallCounter(): CallCounter {
  const counts = new Map<string, number>();
  return {
    counted: (api) => ({
      call(operation, input) {
        counts.set(operation, (counts.get(operation) ?? 0) + 1);
        return api.call(operation, input);
      },
    }),
    counts: () => Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}
