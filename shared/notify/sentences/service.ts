/** What people are told about the service itself. */
import type { Message, Moment } from "../message.ts";
import { headlineText, sentence, utc } from "./wording.ts";

/** The deployed policy does not validate. */
export function policyInvalid({ problem }: { problem: string }): Message {
  return {
    ...messageOfService("policy-invalid", "The deployed policy is not valid: sagefence only reports"),
    severity: "high",
    paragraphs: [
      "The deployed policy does not validate. Until a valid one is deployed, the service tells you what it finds and changes nothing.",
      `What is wrong: ${sentence(problem)}`,
      "Deploy the last good version in AppConfig, or correct the file and deploy it.",
    ],
    commands: ["npx sagefence policy validate FILE"],
  };
}

/** A message to see whether the channels work. */
export function testMessage({ at, by }: { at: Date; by: string | null }): Message {
  const sender = by === null ? "" : ` by ${sentence(by)}`;
  return {
    ...messageOfService("test", "Test message: this channel works"),
    paragraphs: [`Sent at ${utc(at)}${sender}. There is nothing to do.`],
  };
}

function messageOfService(moment: Moment, headline: string): Message {
  return {
    moment,
    threadId: `sagefence-${moment}`,
    severity: null,
    headline: headlineText(headline),
    paragraphs: [],
    facts: [],
    options: [],
    notOffered: [],
    link: null,
    commands: [],
    keywords: [moment],
  };
}
