/** A queue's messages: who may see which, and when. */
import { randomUUID } from "node:crypto";
import { AwsError, type Time } from "../contract.ts";
import type { MessageAttributes } from "./sqs-digest.ts";

export interface QueuedMessage {
  id: string;
  body: string;
  attributes: MessageAttributes;
  sentAt: Date;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | null;
  /** Set while a consumer has it. */
  receiptHandle: string | null;
  /** Set on messages that a redrive policy moved here. */
  movedFrom: string | null;
}

export interface Queue {
  name: string;
  arn: string;
  /** As in the API, all of them text: VisibilityTimeout, DelaySeconds, RedrivePolicy, MessageRetentionPeriod. */
  settings: Record<string, string>;
  createdAt: Date;
  messages: QueuedMessage[];
  waiting: Set<() => void>;
}

export const DEFAULTS = {
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  VisibilityTimeout: "30",
};

export function newMessage(body: string, attributes: MessageAttributes, at: Date, delaySeconds: number): QueuedMessage {
  return {
    id: randomUUID(),
    body,
    attributes,
    sentAt: at,
    visibleAt: at.getTime() + 1000 * delaySeconds,
    receiveCount: 0,
    firstReceivedAt: null,
    receiptHandle: null,
    movedFrom: null,
  };
}

export function checkSize(body: string, limit: number): void {
  if (body === "") throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (Buffer.byteLength(body) > limit) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
  }
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

export function wake(queue: Queue): void {
  for (const notify of queue.waiting) notify();
}

/** Resolves when the queue changes, at the latest after `milliseconds`. */
export function changed(queue: Queue, milliseconds: number, time: Time): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      queue.waiting.delete(done);
      resolve();
    };
    const cancel = time.after(Math.max(1, milliseconds), done);
    queue.waiting.add(done);
  });
}

export function nextChange(queue: Queue, deadline: number): number {
  return Math.min(deadline, ...queue.messages.map(({ visibleAt }) => visibleAt));
}

export function dropExpired(queue: Queue, now: number): void {
  const oldest = now - 1000 * Number(queue.settings.MessageRetentionPeriod);
  queue.messages = queue.messages.filter(({ sentAt }) => sentAt.getTime() >= oldest);
}

export function redrivePolicy(queue: Queue): { deadLetterTargetArn: string; maxReceiveCount: number } | null {
  if (queue.settings.RedrivePolicy === undefined) return null;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(queue.settings.RedrivePolicy);
  return { deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
}

export function held(queue: Queue, receiptHandle: string): QueuedMessage {
  const message = queue.messages.find((candidate) => candidate.receiptHandle === receiptHandle);
  if (message !== undefined) return message;
  throw new AwsError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
}

export function remove(queue: Queue, message: QueuedMessage): void {
  const index = queue.messages.indexOf(message);
  if (index >= 0) queue.messages.splice(index, 1);
}

export function queueAttributes(queue: Queue, now: number): Record<string, string> {
  const count = (test: (message: QueuedMessage) => boolean) => String(queue.messages.filter(test).length);
  const seconds = String(Math.floor(queue.createdAt.getTime() / 1000));
  return {
    ...queue.settings,
    ApproximateNumberOfMessages: count(({ visibleAt }) => visibleAt <= now),
    ApproximateNumberOfMessagesDelayed: count(({ visibleAt, receiptHandle }) => visibleAt > now && !receiptHandle),
    ApproximateNumberOfMessagesNotVisible: count(({ visibleAt, receiptHandle }) => visibleAt > now && !!receiptHandle),
    CreatedTimestamp: seconds,
    LastModifiedTimestamp: seconds,
    QueueArn: queue.arn,
  };
}
