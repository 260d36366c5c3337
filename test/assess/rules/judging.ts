/** The table test of a rule: cases by the verdict they must give. */
import { describe, expect, test } from "vitest";
import type { ApprovedNetwork, Rule, RuleContext } from "../../../shared/assess/rule.ts";
import type { Judgement } from "../../../shared/assess/verdict.ts";
import { createNetworkFacts, type Unread } from "../../../shared/network/facts.ts";
import { kindOf } from "../../../shared/sagemaker/index.ts";
import { type Posture, type PostureUnit, readPosture, unreadPosture } from "../../../shared/sagemaker/posture.ts";
import { ACCOUNT } from "../../network/answers.ts";

/** The parameters of a create call, a Describe answer, or the reason why neither could be read. */
type Source = { create: object } | { describe: object } | { unread: string };

export type Case = Source & {
  /** What is special about it; the document says the rest. */
  name: string;
  kind: string;
  /** Path of the judged unit where it is not the first that carries the setting. */
  unit?: string;
  approvedNetwork?: Partial<Omit<ApprovedNetwork, "subnets">> & { subnets?: Partial<ApprovedNetwork["subnets"]> };
  /** EC2's answers, and why what they do not have could not be read. */
  network?: readonly unknown[];
  unreadNetwork?: Unread;
  /** The resource's account and region; null where nothing tells. */
  account?: string | null;
  region?: string | null;
  egressLimited?: boolean;
  inheritedFrom?: PostureUnit["inheritedFrom"];
};

type Expected = Partial<Omit<Judgement, "status" | "message">> & { message?: string | RegExp };

/** Longer messages are cut. */
const MESSAGE_LENGTH = 300;

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

        expect(judgement.message).toMatch(/^([A-Z]|(subnet|sg|acl|vpc|rtb)-).*\.$/);
        expect(judgement.message.length).toBeLessThanOrEqual(MESSAGE_LENGTH);
        expect(judgement).toMatchObject({ status, ...expectedOf(testCase) });
      });
    }
  });
}

/** What the rule says of the case's unit. Throws when no unit carries the rule's setting. */
export function judge(rule: Rule, testCase: Case): Judgement {
  const posture = postureOf(testCase);
  const unit = posture.units.find(
    ({ path, settings }) => settings[rule.setting] !== undefined && path === (testCase.unit ?? path),
  );
  if (unit === undefined) throw new Error(`no unit of the case "${testCase.name}" carries ${rule.setting}`);
  const { inheritedFrom } = testCase;
  return rule.check(inheritedFrom === undefined ? unit : { ...unit, inheritedFrom }, contextOf(testCase, posture));
}

function contextOf({ kind, approvedNetwork = {}, network = [], ...rest }: Case, posture: Posture): RuleContext {
  const { vpcs = [], subnets, securityGroups = [] } = approvedNetwork;
  return {
    kind: kindOf(kind),
    approvedNetwork: { vpcs, subnets: { ids: [], tags: {}, ...subnets }, securityGroups },
    network: createNetworkFacts(network, rest.unreadNetwork),
    units: posture.units,
    networkInterfaces: posture.networkInterfaces ?? [],
    account: rest.account === undefined ? ACCOUNT : rest.account,
    region: rest.region === undefined ? "eu-west-1" : rest.region,
    egressLimited: rest.egressLimited ?? false,
  };
}

function postureOf(testCase: Case): Posture {
  const kind = kindOf(testCase.kind);
  if ("create" in testCase) return readPosture(kind, testCase.create, "create");
  if ("describe" in testCase) return readPosture(kind, testCase.describe, "describe");
  return unreadPosture(kind, testCase.unread);
}

function expectedOf({ field, actual, expected, message, causes }: Expected): object {
  return {
    ...(field !== undefined && { field }),
    ...(actual !== undefined && { actual }),
    ...(expected !== undefined && { expected }),
    ...(causes !== undefined && { causes }),
    ...(message !== undefined && {
      message: typeof message === "string" ? message : expect.stringMatching(message),
    }),
  };
}
