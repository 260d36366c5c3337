/** The environments of one function: reused while warm, one event each, and no more than a few at once. */
import type { Environment, Invocation, Outcome } from "./environment.ts";

/** Concurrent events of one function; more wait, as with a reserved concurrency. */
export const MAXIMUM_ENVIRONMENTS = 4;

export interface EnvironmentPool {
  /** Never rejects. */
  invoke(invocation: Invocation): Promise<Outcome>;
  close(): Promise<void>;
}

interface Waiting {
  invocation: Invocation;
  resolve: (outcome: Outcome) => void;
}

interface Pool {
  start: () => Environment;
  idle: Environment[];
  busy: Set<Environment>;
  queue: Waiting[];
  closed: boolean;
}

const SHUT_DOWN: Outcome = {
  type: "error",
  error: { errorType: "ServiceUnavailable", errorMessage: "The local account is shutting down" },
  crashed: true,
};

export function createPool(start: () => Environment): EnvironmentPool {
  const pool: Pool = { start, idle: [], busy: new Set(), queue: [], closed: false };
  return {
    invoke: (invocation) =>
      new Promise((resolve) => {
        pool.queue.push({ invocation, resolve });
        dispatch(pool);
      }),
    async close() {
      pool.closed = true;
      for (const { resolve } of pool.queue.splice(0)) resolve(SHUT_DOWN);
      await Promise.all([...pool.idle, ...pool.busy].map((environment) => environment.close()));
    },
  };
}

function dispatch(pool: Pool): void {
  if (pool.closed) {
    for (const { resolve } of pool.queue.splice(0)) resolve(SHUT_DOWN);
    return;
  }
  while (pool.queue.length > 0 && pool.busy.size < MAXIMUM_ENVIRONMENTS) {
    const waiting = pool.queue.shift();
    if (waiting !== undefined) void work(pool, waiting);
  }
}

async function work(pool: Pool, waiting: Waiting): Promise<void> {
  const { invocation, resolve } = waiting;
  const environment = takeWarm(pool) ?? startFor(pool, waiting);
  if (environment === null) return;
  pool.busy.add(environment);
  resolve(await environment.invoke(invocation));
  pool.busy.delete(environment);
  if (environment.alive) pool.idle.push(environment);
  dispatch(pool);
}

/** Null when there cannot be another environment, which the waiting invocation is told. */
function startFor(pool: Pool, { resolve }: Waiting): Environment | null {
  try {
    return pool.start();
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error);
    resolve({ type: "error", error: { errorType: "Runtime.StartError", errorMessage }, crashed: true });
    return null;
  }
}

/** An idle environment may have ended by itself since. */
function takeWarm(pool: Pool): Environment | undefined {
  const environment = pool.idle.pop();
  return environment === undefined || environment.alive ? environment : takeWarm(pool);
}
