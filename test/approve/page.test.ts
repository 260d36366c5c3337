import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { html } from "../../shared/approve/html.ts";
import { hashSecret, isLinkSecret, newLinkSecret, questionLink, sameText } from "../../shared/approve/link.ts";
import { type QuestionPage, questionPage } from "../../shared/approve/page.ts";
import { STYLE, STYLE_HASH } from "../../shared/approve/page-style.ts";
import { relative, utc } from "../../shared/approve/page-words.ts";
import { decisionOf, questionOf } from "../record/samples.ts";

const FORM = {
  action: "/q/q-1",
  token: "token",
  secret: "secret",
  identities: [{ arn: "arn:aws:iam::111122223333:user/oncall", label: "oncall" }],
  filled: { option: "", as: "", reason: "" },
};

function pageOf(change: Partial<QuestionPage> = {}): string {
  const now = new Date("2026-11-21T05:40:00Z");
  return questionPage({ question: questionOf(), creationTime: null, now, form: FORM, problem: null, ...change });
}

describe("a page", () => {
  it("that is pending says who, what, until when, and offers the choices and doing nothing", () => {
    const page = pageOf({ creationTime: "2026-11-21T04:55:00Z" });
    for (const part of [
      "jane (assumed-role/data-science/jane)",
      "notebook instance churn-dev",
      "21 Nov 2026, 04:55 UTC",
      "21 Nov 2026, 09:00 UTC</time>, in 3 h 20 min",
      "Direct internet access is on.",
      "notebook-no-direct-internet",
      "It was stopped at 05:00 UTC. Its disk is kept.",
      "What runs in memory.",
      "Delete churn-dev-fenced and start churn-dev.",
      "StopNotebookInstance {",
      "Leave it as it is",
      "Something is lost",
      "Type <code>churn-dev</code> to confirm the loss",
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain("<script");
    expect(page.match(/type="radio"/g)).toHaveLength(3);
    expect(page).not.toContain(" checked>");
  });

  it("without a form offers commands and nothing to send", () => {
    const page = pageOf({ form: null });
    expect(page).not.toContain("<form");
    expect(page).toContain("npx sagefence approve q-abcdefghij1234567890 recreate-beside");
    expect(page).toContain("npx sagefence reject q-abcdefghij1234567890");
  });

  it.each([
    [
      "approved",
      { status: "approved" as const, decision: decisionOf({ reason: "agreed" }) },
      "Recreate it beside the stopped original. Decided by sam (assumed-role/ml-oncall/sam)",
    ],
    [
      "rejected",
      { status: "rejected" as const, decision: decisionOf({ option: "reject" }) },
      "Nothing more is done. Decided by sam",
    ],
    ["expired", { status: "expired" as const }, "No answer counts as a no: nothing more is done"],
    ["void", { status: "void" as const }, "The resource or the policy changed after it was asked"],
    [
      "over, though nobody has settled it",
      { expiresAt: "2026-11-21T05:39:59Z" },
      "No answer counts as a no: nothing more is done",
    ],
  ])("that is %s says so and decides nothing", (_, change, sentence) => {
    const page = pageOf({ question: questionOf(change) });
    expect(page).toContain(sentence);
    expect(page).not.toContain("<form");
  });

  it("keeps what was filled in when the answer is turned down", () => {
    const filled = { option: "stop", as: FORM.identities[0]?.arn ?? "", reason: "</textarea><b>" };
    const page = pageOf({ form: { ...FORM, filled }, problem: "No." });
    expect(page).toContain('role="alert">No.</p>');
    expect(page).toContain('value="stop" required checked>');
    expect(page).toContain(" selected>oncall");
    expect(page).toContain("&lt;/textarea&gt;&lt;b&gt;</textarea>");
  });

  it("escapes everything that others wrote", () => {
    const evil = `"><img src=x onerror=alert(1)>'&`;
    const base = questionOf();
    const [option] = base.options;
    const page = pageOf({
      question: questionOf({
        id: evil,
        resource: { ...base.resource, name: evil, kind: evil, arn: evil, account: evil, region: evil },
        creator: { ...base.creator, name: evil, arn: evil },
        requester: { ...base.requester, name: `${evil} too`, arn: evil },
        violations: base.violations.map((violation) => ({
          ...violation,
          message: evil,
          rule: evil,
          field: evil,
          unit: evil,
        })),
        done: [evil],
        notOffered: [evil],
        options:
          option === undefined
            ? []
            : [
                {
                  ...option,
                  id: evil,
                  title: evil,
                  kept: [evil],
                  lost: [evil],
                  undo: evil,
                  reaches: [evil],
                  checks: [evil],
                  digest: evil,
                  effect: "destructive",
                  calls: [{ operation: evil, input: { [evil]: evil } }],
                },
              ],
      }),
      creationTime: evil,
      problem: evil,
      form: { ...FORM, action: evil, secret: evil, token: evil, identities: [{ arn: evil, label: evil }] },
    });
    expect(page).not.toContain("<img");
    expect(page).not.toContain(evil);
  });
});

describe("an option that moves something", () => {
  it("shows what will be reached and what was checked, and others show neither", () => {
    const text = pageOf();
    expect(text).toContain("It does not reach the internet: no route of subnet-a leads there.");
    expect(text.split("<dt>Afterwards</dt>")).toHaveLength(2);
    expect(text.split("<dt>Checked</dt>")).toHaveLength(2);
  });
});

describe("html", () => {
  it("escapes text and attributes, keeps its own pieces, drops null, joins lists", () => {
    const inner = html`<b>${"<"}</b>`;
    expect(html`<p title="${`"'&`}">${inner}${null}${[1, "a>b"]}</p>`.text).toBe(
      '<p title="&quot;&#39;&amp;"><b>&lt;</b>1a&gt;b</p>',
    );
  });

  it("shows what would hide: control characters and turned directions", () => {
    expect(html`${"a\u202eb\u0000c\u200bd\ne\u2028"}`.text).toBe("a\\u{202e}b\\u{0}c\\u{200b}d\ne\\u{2028}");
  });
});

describe("the style sheet", () => {
  it("is the one whose hash the policy allows, and says no </style>", () => {
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(pageOf()) ?? [];
    expect(style).toBe(STYLE);
    expect(`sha256-${createHash("sha256").update(style).digest("base64")}`).toBe(STYLE_HASH);
  });

  it.each(["light", "dark"])("has a contrast of at least 4.5 in the %s colours", (mode) => {
    const blocks = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, block = ""]) => block);
    const colours = Object.fromEntries(
      [...(blocks[mode === "light" ? 0 : 1] ?? "").matchAll(/--([a-z-]+):(#[0-9a-f]+)/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    const pairs = [
      ["ink", "paper"],
      ["ink", "card"],
      ["soft", "paper"],
      ["soft", "card"],
      ["on-accent", "accent"],
      ["on-calm", "calm"],
      ["on-warn", "warn"],
      ["on-bad", "bad"],
      ["on-bad", "card"],
      ["ink", "code"],
    ] as const;
    for (const [text, ground] of pairs) {
      expect(contrast(colours[text] ?? "", colours[ground] ?? ""), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colours.accent ?? "", colours.paper ?? ""), "focus ring").toBeGreaterThanOrEqual(3);
  });
});

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : (colour.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("words for times", () => {
  const now = new Date("2026-11-21T05:00:00Z");
  it.each([
    ["2026-11-21T05:00:10Z", "just now"],
    ["2026-11-21T05:20:00Z", "in 20 min"],
    ["2026-11-21T04:00:00Z", "1 h ago"],
    ["2026-11-21T08:20:00Z", "in 3 h 20 min"],
    ["2026-11-24T05:00:00Z", "in 3 days"],
    ["nonsense", ""],
  ])("%s is %s", (at, words) => {
    expect(relative(at, now)).toBe(words);
  });
  it("what is no time is shown as it is", () => {
    expect(utc("nonsense")).toBe("nonsense");
  });
});

describe("a link's secret", () => {
  it("is 32 random bytes, stored as a hash, and known again", () => {
    const secret = newLinkSecret();
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(newLinkSecret()).not.toBe(secret);
    expect(newLinkSecret((size) => new Uint8Array(size))).toBe("A".repeat(43));
    expect(isLinkSecret(secret, ["other", hashSecret(secret)])).toBe(true);
    expect(isLinkSecret(secret, [hashSecret("other")])).toBe(false);
    expect(isLinkSecret(hashSecret(secret), [hashSecret(secret)])).toBe(false);
    expect(isLinkSecret("", [])).toBe(false);
    expect(questionLink("http://127.0.0.1:4599", "q-1", secret)).toBe(`http://127.0.0.1:4599/q/q-1?k=${secret}`);
  });

  it("is compared as a whole", () => {
    expect(sameText("abc", "abc")).toBe(true);
    expect(sameText("abc", "abd")).toBe(false);
    expect(sameText("abc", "abcd")).toBe(false);
  });
});
