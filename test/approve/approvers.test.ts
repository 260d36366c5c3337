import { describe, expect, it } from "vitest";
import { isApprover, isCreator } from "../../shared/approve/approvers.ts";
import { iamIdentity, localIdentity, readLocalIdentities } from "../../shared/approve/identity.ts";
import { type Creator, UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import type { Identity } from "../../shared/record/ledger.ts";

const ACCOUNT = "111122223333";

function session(role: string, name: string, account = ACCOUNT): Identity {
  return { provider: "iam", arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`, account };
}

function user(path: string, account = ACCOUNT): Identity {
  return { provider: "iam", arn: `arn:aws:iam::${account}:user/${path}`, account };
}

describe("an approver's role", () => {
  it.each([
    ["any account", "arn:aws:iam::*:role/ml-oncall", session("ml-oncall", "jane"), true],
    ["the same account", "arn:aws:iam::111122223333:role/ml-oncall", session("ml-oncall", "jane"), true],
    ["another account", "arn:aws:iam::444455556666:role/ml-oncall", session("ml-oncall", "jane"), false],
    ["another role", "arn:aws:iam::*:role/ml-oncall", session("ml-oncall-2", "jane"), false],
    ["a role whose name ends alike", "arn:aws:iam::*:role/oncall", session("ml-oncall", "jane"), false],
    ["another letter case", "arn:aws:iam::*:role/ML-oncall", session("ml-oncall", "jane"), false],
    ["a name pattern", "arn:aws:iam::*:role/ml-*", session("ml-oncall", "jane"), true],
    ["a dot is a dot", "arn:aws:iam::*:role/ml.oncall", session("ml-oncall", "jane"), false],
    ["a path, which sessions drop", "arn:aws:iam::*:role/ops/ml-oncall", session("ml-oncall", "jane"), true],
    [
      "a path with a pattern, which could be any role",
      "arn:aws:iam::*:role/ops/*",
      session("ml-oncall", "jane"),
      false,
    ],
    ["the session's name as the role", "arn:aws:iam::*:role/jane", session("ml-oncall", "jane"), false],
    ["another partition", "arn:aws-cn:iam::*:role/ml-oncall", session("ml-oncall", "jane"), false],
    ["a user of the role's name", "arn:aws:iam::*:role/ml-oncall", user("ml-oncall"), false],
    ["an account pattern, which is none", "arn:aws:iam::1111*:role/ml-oncall", session("ml-oncall", "jane"), false],
  ])("%s: %s", (_, iamRole, identity, expected) => {
    expect(isApprover(identity, [{ iamRole }])).toBe(expected);
  });
});

describe("an approver who is a user", () => {
  it.each([
    ["arn:aws:iam::*:user/oncall", user("oncall"), true],
    ["arn:aws:iam::*:user/oncall", user("ops/oncall"), false],
    ["arn:aws:iam::*:user/ops/*", user("ops/oncall"), true],
    ["arn:aws:iam::*:user/*", user("ops/oncall"), false],
    ["arn:aws:iam::444455556666:user/oncall", user("oncall"), false],
    ["arn:aws:iam::*:user/oncall", session("oncall", "oncall"), false],
  ])("%s and %o: %s", (iamUser, identity, expected) => {
    expect(isApprover(identity, [{ iamUser }])).toBe(expected);
  });
});

it("nobody else approves: no list, Slack users, groups, roots, damaged ARNs", () => {
  const anybody = [{ iamRole: "arn:aws:iam::*:role/*" }, { iamUser: "arn:aws:iam::*:user/*" }];
  expect(isApprover(session("ml-oncall", "jane"), [])).toBe(false);
  expect(isApprover(user("U012AB3CD"), [{ slackUser: "U012AB3CD" }, { group: "U012AB3CD" }])).toBe(false);
  for (const arn of [`arn:aws:iam::${ACCOUNT}:root`, "", "jane", `arn:aws:sts::${ACCOUNT}:assumed-role/a/b/c`]) {
    expect(isApprover({ provider: "iam", arn, account: ACCOUNT }, anybody)).toBe(false);
  }
});

function creator(change: Partial<Creator>): Creator {
  return { ...UNKNOWN_CREATOR, type: "AssumedRole", ...change };
}

const jane = creator({
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/data-science/jane`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/data-science`,
  name: "jane",
});
const studio = creator({
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/studio-execution/SageMaker`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/studio/studio-execution`,
  name: "SageMaker",
});

describe("the creator", () => {
  it.each<[string, Identity, Creator, boolean]>([
    ["the same session", session("data-science", "jane"), jane, true],
    ["the same session in other letters", session("Data-Science", "JANE"), jane, true],
    ["the same person under another role", session("ml-oncall", "jane"), jane, true],
    ["the same person in another account", session("ml-oncall", "Jane", "444455556666"), jane, true],
    ["the same person as a user", user("staff/jane"), jane, true],
    ["a colleague in the same role", session("data-science", "sam"), jane, false],
    [
      "the source identity behind a service's session",
      session("ml-oncall", "jane"),
      creator({ ...studio, sourceIdentity: "jane" }),
      true,
    ],
    ["the source identity given as the name", session("ml-oncall", "jane"), creator({ ...studio, name: "jane" }), true],
    [
      "the session name behind a source identity",
      session("ml-oncall", "j1"),
      creator({ ...jane, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/x/j1` }),
      true,
    ],
    ["somebody in a role whose sessions are shared", session("studio-execution", "sam"), studio, true],
    ["somebody in that role in another account", session("studio-execution", "sam", "444455556666"), studio, false],
    ...["botocore-session-1763700000", "aws-go-sdk-1763700000000", "i-0123456789abcdef0", "1763700000000"].map(
      (name): [string, Identity, Creator, boolean] => [
        `a session of the same role, when the creator's has the made-up name ${name}`,
        session("data-science", "botocore-session-1763709999"),
        creator({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/data-science/${name}`, name }),
        true,
      ],
    ),
    ["somebody in another role", session("ml-oncall", "sam"), studio, false],
    ["a user, seen by the name alone", user("jane"), creator({ type: "IAMUser", name: "jane" }), true],
    ["anybody, when nobody is known", session("ml-oncall", "sam"), UNKNOWN_CREATOR, false],
    [
      "an identity without a name, when the creator's is empty",
      { provider: "iam", arn: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT },
      creator({ name: "" }),
      false,
    ],
  ])("%s: %o", (_, identity, made, expected) => {
    expect(isCreator(identity, made)).toBe(expected);
  });
});

describe("an identity", () => {
  const context = (userArn: unknown, accountId: unknown) => ({ authorizer: { iam: { userArn, accountId } } });

  it("comes from the verified context", () => {
    const arn = session("ml-oncall", "jane").arn;
    expect(iamIdentity(context(arn, ACCOUNT))).toEqual({ provider: "iam", arn, account: ACCOUNT });
  });

  it.each([
    undefined,
    null,
    {},
    { authorizer: {} },
    { authorizer: { iam: null } },
    context(1, ACCOUNT),
    context("jane", ACCOUNT),
    context(session("a", "b").arn, "444455556666"),
  ])("is null for %j", (requestContext) => {
    expect(iamIdentity(requestContext)).toBeNull();
  });

  it("of the local account is one of those offered", () => {
    const offered = readLocalIdentities(
      `[{"arn":"${user("oncall").arn}","label":"oncall"},{"arn":"broken","label":"x"}]`,
    );
    expect(offered).toHaveLength(1);
    expect(localIdentity(offered, user("oncall").arn)).toMatchObject({ provider: "local-account", account: ACCOUNT });
    expect(localIdentity(offered, user("jane").arn)).toBeNull();
    expect(localIdentity(offered, "broken")).toBeNull();
    expect(() => readLocalIdentities("{}")).toThrow();
  });
});
