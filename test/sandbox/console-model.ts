/** A recorded console, every member of it filled. */
import type { ConsoleModel } from "../../sandbox/console/model.ts";
import type { PublishedMessage } from "../../sandbox/services/sns.ts";
import { actionOf, entryOf, findingOf, questionOf } from "../record/samples.ts";

const AT = new Date("2026-11-21T05:00:00.000Z");
const URL = "http://127.0.0.1:4599";

/** `hostile` stands wherever text from outside can stand. */
export function consoleModel(hostile: string): ConsoleModel {
  const { resource } = findingOf();
  const named = { ...resource, name: hostile };
  const question = questionOf({ resource: named, done: [hostile] });
  return {
    ...{ account: "111122223333", region: "eu-west-1", url: URL },
    resources: [
      {
        ...{
          kind: "notebook-instance",
          name: hostile,
          arn: resource.arn ?? "",
          creator: `arn:aws:iam::1:user/${hostile}`,
        },
        ...{ state: "InService", network: [{ text: "direct internet", open: true }] },
        ...{ standing: "asked", findingId: "f-abcdefgh12345678" },
      },
    ],
    findings: [
      {
        finding: findingOf({ resource: named }),
        question,
        actions: [actionOf({ detail: hostile })],
        audit: [entryOf({ detail: { hostile } })],
      },
    ],
    questions: [{ question, link: `${URL}/q/q-abc?k=secret` }],
    messages: [
      {
        ...{ id: "m-1", at: AT, subject: hostile, text: `${hostile}\n${URL}/q/q-abc?k=secret`, alarm: false },
        chat: JSON.stringify({ content: { title: hostile } }),
        slack: { blocks: [{ type: "header", text: { type: "plain_text", text: hostile } }] },
      },
    ],
    executions: [
      {
        ...{ name: "e-1", about: `notebook instance ${hostile}`, status: "RUNNING", startedAt: AT, endedAt: null },
        steps: [
          { name: "announce", state: "done" },
          { name: "answer 1", state: "running" },
        ],
      },
    ],
    activity: [{ at: AT, type: "call", title: hostile, detail: { error: null } }],
    queues: [{ name: "sagefence-failures", count: 1, bodies: [hostile] }],
    alarms: [{ name: "sagefence-failures", description: hostile, state: "ALARM", since: AT }],
  };
}

export function published(topic: string, message: string, moment: string): PublishedMessage {
  return {
    ...{ id: `${topic}-${moment}-${message.length}`, subject: undefined, message, at: AT },
    topicArn: `arn:aws:sns:eu-west-1:111122223333:${topic}`,
    attributes: { moment: { DataType: "String", StringValue: moment } },
  };
}
