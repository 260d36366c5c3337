/** A middleware for every client of the service: a call that AWS would refuse, or the SDK would change, fails here. */
import { getSmithyContext } from "@smithy/core/client";
import { assertInput, type OperationSchema } from "./input-schema.ts";

type Handler = (args: { input: object }) => Promise<unknown>;
type Middleware = (next: Handler, context: Record<string, unknown>) => Handler;

interface ClientWithMiddleware {
  middlewareStack: { add(middleware: never, options: { step: "serialize"; name: string; priority: "high" }): void };
}

/** Makes the client throw InvalidCallError instead of sending an input that does not fit its operation's schema. */
export function checkInputs<Client>(client: Client): Client {
  const middleware: Middleware = (next, context) => (args) => {
    const { operationSchema } = getSmithyContext(context) as { operationSchema?: OperationSchema };
    if (operationSchema !== undefined) assertInput(operationSchema, args.input);
    return next(args);
  };
  const { middlewareStack } = client as ClientWithMiddleware;
  middlewareStack.add(middleware as never, { step: "serialize", name: "checkInputs", priority: "high" });
  return client;
}
