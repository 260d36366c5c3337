/** Delivery of events to the targets of rules, with the dead-letter queues that the rules name. */
import type { Target } from "@aws-sdk/client-eventbridge";
import { AwsError, type AwsEvent } from "../contract.ts";
import type { EventBuses, Rule } from "../event-bus.ts";
import { createDelivery } from "../event-target.ts";
import { mayInvoke } from "../lambda/functions.ts";
import type { Lambda } from "../lambda/index.ts";
import { deliverTo, type Stores } from "./stores.ts";

export interface TargetsOptions {
  stores: Pick<Stores, "queues" | "topics">;
  lambda: () => Lambda;
  buses: () => EventBuses;
}

type Deliver = (target: Target, payload: unknown, event: AwsEvent) => void | Promise<void>;

/** An event that a target cannot be given goes to the target's dead-letter queue at once: nothing here comes back by itself. */
export function createTargets({ stores, lambda, buses }: TargetsOptions): Deliver {
  const deliver = createDelivery({
    sendToQueue: (arn, body) => void deliverTo(stores, arn, body),
    publish: (arn, message) => void deliverTo(stores, arn, message),
    invoke: (target, payload) => invoke(target, payload, lambda(), buses()),
  });
  return async (target, payload, event) => {
    try {
      await deliver(target, payload, event);
    } catch (error) {
      const queue = target.DeadLetterConfig?.Arn;
      if (queue === undefined || !(error instanceof AwsError)) throw error;
      deliverTo(stores, queue, JSON.stringify(event), attributesOf(target, error, ruleOf(target, buses())));
    }
  };
}

/** A rule may invoke only a function whose permissions name it. */
function invoke(target: Target, payload: unknown, lambda: Lambda, buses: EventBuses): void {
  const reference = target.Arn ?? "";
  const rule = ruleOf(target, buses);
  const { fn } = lambda.find(reference);
  if (!mayInvoke(fn, "events.amazonaws.com", rule?.arn ?? "")) {
    throw new AwsError("NO_PERMISSIONS", `${rule?.arn ?? "The rule"} is not authorized to invoke ${reference}.`, 403);
  }
  lambda.enqueue(reference, payload);
}

function ruleOf(target: Target, buses: EventBuses): Rule | undefined {
  const rules = buses.busNames().flatMap((bus) => buses.rules(bus));
  return rules.find(({ targets }) => targets.get(target.Id ?? "") === target);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function attributesOf(target: Target, error: AwsError, rule: Rule | undefined): Record<string, string> {
  return {
    RULE_ARN: rule?.arn ?? "",
    TARGET_ARN: target.Arn ?? "",
    ERROR_CODE: error.code,
    ERROR_MESSAGE: error.message,
    RETRY_ATTEMPTS: "0",
  };
}
