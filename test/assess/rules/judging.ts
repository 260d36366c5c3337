/** The table test of a rule: cases by the verdict they must give. */
import { describe, expect, test } from "vitest";
import type { ApprovedNetwork, Rule } from "../../../shared/assess/rule.ts";
import type { Judgement } from "../../../shared/assess/verdict.ts";
import { kindOf } from "../../../shared/sagemaker/index.ts";
import { type Posture, type PostureUnit, readPosture, unreadPosture } from "../../../shared/sagemaker/posture.ts";

/** The parameters of a create call, a Describe answer, or the reason why neither could be read. */
type Source = { create: object } | { describe: object } | { unread: string };

export type Case = Source & {
  /** What is special about it; the document says the rest. */
  name: string;
  kind: string;
  /** Path of the judged unit where it is not the first that carries the setting. */
  unit?: string;
  approvedNetwork?: Partial<ApprovedNetwork>;
  inheritedFrom?: PostureUnit["inheritedFrom"];
};

type Expected = Partial<Omit<Judgement, "status" | "message">> & { message?: string | RegExp };

export interface Cases {
  compliant: readonly (Case & Expected)[];
  violation: readonly (Case & Required<Pick<Judgement, "field" | "actual" | "expected">> & Expected)[];
  notApplicable?: readonly (Case & Expected)[];
  unknown: readonly (Case & Expected)[];
}

export function testRule(rule: Rule, cases: Cases): void {
  describe(rule.id, () => {
    for (const status of ["compliant", "violation", "notApplicable", "unknown"] as const) {
      test.each([...(cases[status] ?? [])])(`${status}: $kind, $name`, (testCase) => {
        const judgement = judge(rule, testCase);

        expect(judgement.message).toMatch(/^[A-Z].*\.$/);
        expect(judgement).toMatchObject({ status, ...expectedOf(testCase) });
      });
    }
  });
}

/** What the rule says of the case's unit. Throws when no unit carries the rule's setting. */
export function judge(rule: Rule, testCase: Case): Judgement {
  const unit = postureOf(testCase).units.find(
    ({ path, settings }) => settings[rule.setting] !== undefined && path === (testCase.unit ?? path),
  );
  if (unit === undefined) throw new Error(`no unit of the case "${testCase.name}" carries ${rule.setting}`);
  const approvedNetwork = { vpcs: [], subnets: { ids: [] }, securityGroups: [], ...testCase.approvedNetwork };
  const { inheritedFrom } = testCase;
  return rule.check(inheritedFrom === undefined ? unit : { ...unit, inheritedFrom }, {
    kind: kindOf(testCase.kind),
    approvedNetwork,
  });
}

function postureOf(testCase: Case): Posture {
  const kind = kindOf(testCase.kind);
  if ("create" in testCase) return readPosture(kind, testCase.create, "create");
  if ("describe" in testCase) return readPosture(kind, testCase.describe, "describe");
  return unreadPosture(kind, testCase.unread);
}

function expectedOf({ field, actual, expected, message }: Expected): object {
  return {
    ...(field !== undefined && { field }),
    ...(actual !== undefined && { actual }),
    ...(expected !== undefined && { expected }),
    ...(message !== undefined && {
      message: typeof message === "string" ? message : expect.stringMatching(message),
    }),
  };
}
