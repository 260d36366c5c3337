/** The digests with which SQS clients verify what was sent and received. */
import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";

export type MessageAttributes = Record<string, MessageAttributeValue>;

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 * Undefined without attributes, as in the API's answers.
 */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  for (const name of names) {
    const { DataType = "", StringValue, BinaryValue } = attributes[name] ?? { DataType: "" };
    hash.update(lengthAnd(name)).update(lengthAnd(DataType));
    hash.update(Buffer.from([DataType.startsWith("Binary") ? 2 : 1]));
    hash.update(lengthAnd(DataType.startsWith("Binary") ? (BinaryValue ?? "") : (StringValue ?? "")));
  }
  return hash.digest("hex");
}

function lengthAnd(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
