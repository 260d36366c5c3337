import { describe, expect, it } from "vitest";
import { UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { RECHECK, SWEEP } from "../../shared/detect/survey-operations.ts";
import { type Message, MOMENTS } from "../../shared/notify/message.ts";
import {
  couldNotAssess,
  describeObstacle,
  driftFound,
  finished,
  question,
  reminder,
} from "../../shared/notify/sentences.ts";
import { findingOf, questionOf } from "../record/samples.ts";
import { renderMessagesPage } from "./messages-page.ts";
import { FINDING, LINK, MESSAGES, QUESTION } from "./samples.ts";

function told(title: string): string {
  const message = MESSAGES[title];
  if (message === undefined) throw new Error(`no sample "${title}"`);
  return [message.headline, ...message.paragraphs].join("\n");
}

function isAboutFinding({ threadId }: Message): boolean {
  return threadId.startsWith("f-");
}

it("has its page of all messages", async () => {
  await expect(renderMessagesPage(MESSAGES)).toMatchFileSnapshot("../../docs/messages.md");
});

it("covers every moment with a sample", () => {
  const covered = new Set(Object.values(MESSAGES).map(({ moment }) => moment));
  expect([...covered].sort()).toEqual([...MOMENTS].sort());
});

describe.each(Object.entries(MESSAGES))("%s", (_, message) => {
  it("has a headline of one line that stands alone", () => {
    expect(message.headline.length).toBeLessThanOrEqual(100);
    expect(message.headline).not.toContain("\n");
    if (isAboutFinding(message)) expect(message.headline).toMatch(/churn-(dev|2026)|rtb-0a1b/);
  });

  it("says something, in whole sentences", () => {
    expect(message.paragraphs.length).toBeGreaterThan(0);
    expect(message.paragraphs.join("\n")).not.toMatch(/undefined|null|\[object|\.\.|\s\s/);
  });

  it("says who, where, and how to look further", () => {
    if (!isAboutFinding(message)) return;
    const labels = message.facts.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["Account", "Region", "By", "Finding"]));
    expect(message.threadId).toBe("f-abcdefgh12345678");
    expect(message.commands.join("\n")).toMatch(/npx sagefence (findings f-|approve q-)/);
  });
});

describe("driftFound", () => {
  it("says who made what, each wrong with its rule, and what comes next", () => {
    const text = told("drift found: enforced, still starting");
    expect(text).toContain("jane (assumed-role/data-science/jane) made notebook instance churn-dev");
    expect(text).toContain("It is in no subnet, so it runs outside your VPC. (runs-in-vpc, high)");
    expect(text).toContain("It will be stopped as soon as it is running");
    expect(text).toContain("nothing that is saved is lost before somebody says yes");
  });

  it("keeps advice apart from what is acted on", () => {
    const text = told("drift found: report mode");
    expect(text).toContain("Advice, never acted on:\n- Users have root access.");
    expect(text).toContain("tells you and changes nothing");
  });

  it("does not claim to know a maker that no event named", () => {
    const nobody = { type: null, arn: null, roleArn: null, name: null, sourceIdentity: null, invokedBy: null };
    const finding = findingOf({ creator: nobody });
    const base = { finding, by: nobody, mode: "report", automatically: [], waiting: false, asks: false } as const;
    expect(driftFound({ ...base, operation: null }).paragraphs[0]).toContain("does not say who made it");
  });

  it.each([
    ["CreateNotebookInstance", "made"],
    ["UpdateDomain", "changed"],
    ["StartNotebookInstance", "started"],
    [null, "made or changed"],
  ])("words %s as %s", (operation, verb) => {
    const base = {
      finding: FINDING,
      by: FINDING.creator,
      mode: "report",
      automatically: [],
      waiting: false,
      asks: false,
    } as const;
    expect(driftFound({ ...base, operation }).paragraphs[0]).toContain(`${verb} notebook instance churn-dev`);
  });

  it("cuts a long list to what a phone shows, and says that it did", () => {
    const violations = Array.from({ length: 30 }, (_, index) => ({
      ...{ rule: "runs-in-vpc", severity: "high" as const, advisory: false, field: "VpcConfig" },
      ...{ unit: `TrainingJobDefinitions[${index}]`, message: "It has no subnets." },
    }));
    const base = {
      operation: null,
      by: FINDING.creator,
      mode: "report",
      automatically: [],
      waiting: false,
      asks: false,
    } as const;
    const text = driftFound({ ...base, finding: findingOf({ violations }) }).paragraphs.join("\n");
    expect(text).toContain("TrainingJobDefinitions[7]: It has no subnets.");
    expect(text).not.toContain("TrainingJobDefinitions[8]");
    expect(text).toContain("- and 22 more");
  });
});

describe("causeFound", () => {
  it("tells the hops, who stands on it, and that nothing is changed", () => {
    const text = told("cause in the network: found");
    expect(text).toContain(
      "Route table rtb-0a1b2c3d4e5f60001: 12 resources in violation of subnets-private and 1 more",
    );
    expect(text).toContain("after jane (assumed-role/data-science/jane) called CreateRoute");
    expect(text).toContain("→ rtb-0a1b2c3d4e5f60001 → igw-0a1b2c3d4e5f60000, 0.0.0.0/0 active");
    expect(text).toContain("Who stands on it (12):\n- notebook instance churn-dev-1\n");
    expect(text).toContain("- and 4 more");
    expect(text).toContain("nothing is changed by itself");
  });
});

describe("what a sweep found", () => {
  it("is one message with a count for each rule", () => {
    const text = told("sweep: much that nobody was told of");
    expect(text).toContain("12 resources in violation that nobody was told of");
    expect(text).toContain("- runs-in-vpc: 12");
    expect(text).toContain("- and 4 more");
  });

  it("does not claim that a call made it", () => {
    const base = { finding: FINDING, mode: "report", automatically: [], waiting: false, asks: false } as const;
    const known = driftFound({ ...base, operation: SWEEP, by: FINDING.creator });
    expect(known.paragraphs[0]).toMatch(/^Notebook instance churn-dev was found by looking .*; jane \(.*\) made it\.$/);
    const unknown = driftFound({ ...base, operation: RECHECK, by: UNKNOWN_CREATOR });
    expect(unknown.paragraphs[0]).toContain("who made it is not known");
  });
});

describe("couldNotAssess", () => {
  it("gives one line for each cause, with the rules that it concerns", () => {
    expect(told("could not assess")).toContain(
      "- DescribeNotebookInstance was denied (AccessDeniedException): notebook-no-direct-internet, runs-in-vpc",
    );
    expect(told("could not assess")).toContain("Nothing was changed.");
  });

  it("does not claim that nothing was changed when something is known to be wrong", () => {
    const unknown = [{ rule: "ipv4-only", unit: "", message: "Could not assess: throttled." }];
    const text = couldNotAssess({ finding: FINDING, operation: null, by: FINDING.creator, unknown }).paragraphs.join(
      "\n",
    );
    expect(text).not.toContain("Nothing was changed.");
    expect(text).toContain("dealt with as the policy says");
  });
});

describe("contained", () => {
  it("says what was done and how to take it back", () => {
    expect(told("contained")).toContain("Stopped at 2026-11-21 05:04 UTC: it is Stopped.");
    expect(told("contained")).toContain("Start it again; nothing of its volume is lost.");
  });

  it("says loudly when it is still exposed, and what to do", () => {
    expect(told("not contained")).toContain("NOT stopped: notebook instance churn-dev");
    expect(told("not contained")).toContain("StopNotebookInstance was denied (AccessDeniedException)");
    expect(told("not contained")).toContain("still as exposed as it was");
  });
});

describe("question", () => {
  const asked = question({ question: QUESTION, link: LINK });

  it("says until when, and that silence is a no", () => {
    expect(asked.paragraphs.join("\n")).toContain("Answer until 2026-11-21 09:00 UTC (4 hours). No answer means no");
  });

  it("shows what each choice keeps, loses and how to undo it, and no calls", () => {
    expect(asked.options.map(({ id }) => id)).toEqual(["recreate-beside", "exempt"]);
    expect(asked.options[0]?.lost[0]).toContain("empty volume");
    expect(JSON.stringify(asked)).not.toContain("NotebookInstanceName");
    expect(JSON.stringify(asked)).not.toContain(QUESTION.options[0]?.digest);
  });

  it("gives a command for each choice and one for no", () => {
    expect(asked.commands).toEqual([
      "npx sagefence approve q-abcdefghij1234567890 recreate-beside",
      "npx sagefence approve q-abcdefghij1234567890 exempt",
      "npx sagefence reject q-abcdefghij1234567890",
    ]);
  });

  it("never holds the callback or the hashes of links", () => {
    const secret = questionOf({ callbackId: "callback-secret", linkHashes: ["hash-secret"] });
    const messages = [
      question({ question: secret, link: null }),
      reminder({ question: secret, link: null, now: new Date() }),
    ];
    expect(JSON.stringify(messages)).not.toContain("-secret");
  });
});

it("reminds with the time that is left", () => {
  expect(told("reminder")).toContain("60 minutes left to decide: notebook instance churn-dev");
});

describe("decided", () => {
  it("says who approved what, and that it is looked at again", () => {
    expect(told("decided: approved")).toContain('sam (assumed-role/ml-oncall/sam) approved "Recreate it beside');
    expect(told("decided: approved")).toContain("looked at once more");
  });

  it("gives the reason of a no", () => {
    expect(told("decided: rejected")).toContain("Reason given: demo at ten, ask again in the afternoon");
    expect(told("decided: rejected")).toContain("Nothing more is done.");
  });
});

describe("finished", () => {
  it("names the replacement and what became of the original", () => {
    expect(told("finished: remediated")).toContain(
      "Use churn-dev-fenced-5678 from now on; the original is kept, stopped.",
    );
  });

  it("says at an expiry what stays done and what stays wrong", () => {
    const text = told("finished: expired");
    expect(text).toContain("Nobody answered about notebook instance churn-dev until 2026-11-21 09:00 UTC.");
    expect(text).toContain("Stopped at 2026-11-21 05:04 UTC");
    expect(text).toContain("what is wrong stays wrong");
  });

  it("says of a failure without an answer that nobody knows", () => {
    expect(told("finished: failed, nobody knows")).toContain("NOT known whether it took effect");
    expect(told("finished: failed, refused")).toContain("it changed nothing");
  });

  it.each(["gone", "fixed", "replaced"] as const)(
    "does not repeat old violations when the approval is void: %s",
    (reason) => {
      const { paragraphs } = finished({ finding: FINDING, outcome: "void", reason, approved: true, detail: null });
      expect(paragraphs.join("\n")).not.toContain("What is wrong:");
    },
  );
});

it.each([
  [{ reason: "gone" }, "does not exist"],
  [{ reason: "replaced" }, "another resource"],
  [{ reason: "unread", detail: "denied" }, "could not be read (denied)"],
  [{ reason: "mode", detail: "off" }, "switched off"],
  [{ reason: "mode", detail: "report" }, "report mode"],
  [{ reason: "policy", detail: "line 3" }, "not valid (line 3)"],
  [{ reason: "fixed" }, "does not ask for it"],
  [{ reason: "changed" }, "not what was approved"],
  [{ reason: "cap", effect: "destructive", limit: 3 }, "cap of 3 destructive actions"],
  [{ reason: "impossible", detail: "it is Failed" }, "it is Failed"],
  [{ reason: "refused", detail: "quota" }, "AWS refused (quota)"],
  [{ reason: "unconfirmed", detail: "timeout" }, "NOT known"],
] as const)("words the obstacle %j", (obstacle, words) => {
  expect(describeObstacle(obstacle)).toContain(words);
});
