import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHAT_LIMITS, renderChat } from "../../shared/notify/chat.ts";
import { type Message, MOMENTS } from "../../shared/notify/message.ts";
import { driftFound } from "../../shared/notify/sentences.ts";
import { renderSlack, SLACK_LIMITS, type SlackBlock } from "../../shared/notify/slack.ts";
import { MAX_BODY, MAX_SUBJECT, renderText } from "../../shared/notify/text.ts";
import { findingOf } from "../record/samples.ts";
import { LINK, MESSAGES } from "./samples.ts";

const PUBLISH_BYTES = 256 * 1024;

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom(
    "<!channel>",
    "<@U012AB3CD>",
    "<https://evil.example|ok>",
    "```",
    "[a](https://evil.example)",
    "&amp;",
  ),
  fc.string({ minLength: 1, maxLength: 4 }).map((part) => part.repeat(3_000)),
  fc.constantFrom("\n", "\r\n\r\n", "\u202e", "\ud83d"),
);
const anyTexts = fc.array(anyText, { maxLength: 15 });
const anyMessage: fc.Arbitrary<Message> = fc.record({
  moment: fc.constantFrom(...MOMENTS),
  threadId: anyText,
  severity: fc.constantFrom(null, "low", "critical"),
  headline: anyText,
  paragraphs: anyTexts,
  facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 15 }),
  options: fc.array(
    fc.record({
      ...{ id: anyText, title: anyText, undo: anyText },
      ...{ kept: anyTexts, lost: anyTexts, reaches: anyTexts, checks: anyTexts },
      ...{ effect: fc.constantFrom("none", "reversible", "destructive") },
    }),
    { maxLength: 15 },
  ),
  notOffered: anyTexts,
  link: fc.oneof(
    fc.constant(null),
    anyText,
    fc.constant(`${LINK}${"x".repeat(4_000)}`),
    fc.constant("javascript:alert(1)"),
  ),
  commands: anyTexts,
  keywords: anyTexts,
});

const HOSTILE = "<!channel> <https://evil.example|click> `x` *b* ~s~ [y](https://evil.example)\n\u202eevil";
const HOSTILE_CREATOR = { ...findingOf().creator, name: HOSTILE, arn: `arn:aws:sts::1:assumed-role/${HOSTILE}` };
const hostile = driftFound({
  finding: findingOf({
    resource: { ...findingOf().resource, name: HOSTILE, arn: HOSTILE, account: HOSTILE },
    creator: HOSTILE_CREATOR,
    violations: [{ ...firstViolation(), message: `Not among the approved subnets: ${HOSTILE}.`, unit: HOSTILE }],
  }),
  ...{ operation: HOSTILE, by: HOSTILE_CREATOR, mode: "report", automatically: [], waiting: false, asks: false },
});

function firstViolation() {
  const [violation] = findingOf().violations;
  if (violation === undefined) throw new Error("the sample finding has no violation");
  return violation;
}

function sample(title: string): Message {
  const message = MESSAGES[title];
  if (message === undefined) throw new Error(`no sample "${title}"`);
  return message;
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

describe("text", () => {
  it("keeps SNS's limits for any message", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { subject, body } = renderText(message);
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]*$/);
        expect(subject.length).toBeLessThanOrEqual(MAX_SUBJECT);
        expect(body.length).toBeLessThanOrEqual(MAX_BODY);
        expect(Buffer.byteLength(body)).toBeLessThan(PUBLISH_BYTES);
        expect(body.isWellFormed()).toBe(true);
        expect(body).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });

  it("spells a subject that is not ASCII so that it can be read", () => {
    expect(renderText({ ...sample("test"), headline: "Größe – café…" }).subject).toBe("[sagefence] Gro?e ? cafe...");
  });

  it("ends a long subject with dots", () => {
    const { subject } = renderText({ ...sample("test"), headline: "x".repeat(200) });
    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/x\.\.\.$/);
  });
});

describe("chat", () => {
  it("keeps the limits of custom notifications for any message", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { content, metadata } = renderChat(message);
        expect(content.description.length).toBeGreaterThan(0);
        expect(content.description.length).toBeLessThanOrEqual(CHAT_LIMITS.description);
        expect(content.title.length).toBeLessThanOrEqual(CHAT_LIMITS.title);
        for (const step of content.nextSteps ?? []) expect(step.length).toBeLessThanOrEqual(CHAT_LIMITS.nextStep);
        for (const word of content.keywords ?? []) expect(word.length).toBeLessThanOrEqual(CHAT_LIMITS.keyword);
        expect(Object.keys(metadata.additionalContext).length).toBeLessThanOrEqual(10);
        expect(bytes({ content, metadata })).toBeLessThan(PUBLISH_BYTES);
      }),
    );
  });

  it("lets nothing from outside become a mention, a link or code", () => {
    const { content, metadata } = renderChat(hostile);
    const shown = [content.title, content.description, ...Object.values(metadata.additionalContext)].join("\n");
    expect(shown).not.toMatch(/[<>`]|\]\(|:\/\//);
    for (const step of content.nextSteps ?? []) expect(step).toMatch(/^`[^`]*`$/);
  });

  it("groups by finding and hides the buttons that would do something else", () => {
    expect(renderChat(sample("question")).metadata).toMatchObject({
      threadId: "f-abcdefgh12345678",
      enableCustomActions: false,
    });
  });

  it("leaves a link out that does not fit, rather than cutting it", () => {
    const { content } = renderChat({ ...sample("question"), link: `${LINK}${"x".repeat(400)}` });
    expect(JSON.stringify(content.nextSteps)).not.toContain("https://");
  });

  it("reads like this", () => {
    expect(renderChat(sample("question"))).toMatchSnapshot();
    expect(renderChat(sample("finished: failed, nobody knows"))).toMatchSnapshot();
  });
});

describe("slack", () => {
  it("keeps the limits of Block Kit for any message, and fits into the queue", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const payload = renderSlack(message);
        expect(payload.blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
        expect(payload.text.length).toBeGreaterThan(0);
        expect(payload.text.length).toBeLessThanOrEqual(SLACK_LIMITS.text);
        for (const block of payload.blocks) expectWithinLimits(block);
        expect(bytes(payload)).toBeLessThan(PUBLISH_BYTES);
      }),
    );
  });

  it("lets nothing from outside become a mention, a link or formatting", () => {
    const payload = renderSlack(hostile);
    expect(payload.text).not.toMatch(/[<>]/);
    for (const block of payload.blocks) {
      if (block.type !== "section" || !("text" in block) || block.text.type !== "mrkdwn") continue;
      expect(block.text.text).toMatch(/^[A-Za-z, ]+:\n```[^`<>]*```$/);
      expect(block.text.verbatim).toBe(true);
    }
  });

  it("opens the approval page and has no button that decides", () => {
    const buttons = renderSlack(sample("question")).blocks.flatMap((block) =>
      block.type === "actions" ? block.elements : [],
    );
    expect(buttons).toEqual([expect.objectContaining({ action_id: "open-approval", url: LINK })]);
    expect(JSON.stringify(buttons)).not.toContain('"value"');
  });

  it("has no button where there is nothing to decide, or the link is none that a browser should open", () => {
    for (const link of [null, "javascript:alert(1)", "not a link", `https://a.example/${"x".repeat(3_000)}`]) {
      const { blocks } = renderSlack({ ...sample("question"), link });
      expect(blocks.filter(({ type }) => type === "actions")).toEqual([]);
    }
  });

  it("reads like this", () => {
    expect(renderSlack(sample("question"))).toMatchSnapshot();
    expect(renderSlack(sample("drift found: enforced, still starting"))).toMatchSnapshot();
  });
});

function expectWithinLimits(block: SlackBlock): void {
  if (block.type === "header") {
    expect(block.text.text.length).toBeGreaterThan(0);
    expect(block.text.text.length).toBeLessThanOrEqual(SLACK_LIMITS.header);
  } else if (block.type === "actions") {
    expect(block.elements[0].url.length).toBeLessThanOrEqual(SLACK_LIMITS.url);
    expect(block.elements[0].text.text.length).toBeLessThanOrEqual(SLACK_LIMITS.button);
  } else if (block.type === "section" && "fields" in block) {
    expect(block.fields.length).toBeGreaterThan(0);
    expect(block.fields.length).toBeLessThanOrEqual(SLACK_LIMITS.fields);
    for (const field of block.fields) expect(field.text.length).toBeLessThanOrEqual(SLACK_LIMITS.field);
  } else if (block.type === "section") {
    expect(block.text.text.length).toBeGreaterThan(0);
    expect(block.text.text.length).toBeLessThanOrEqual(SLACK_LIMITS.section);
  }
}
