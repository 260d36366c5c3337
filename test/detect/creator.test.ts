import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Creator, describeCreator, readCreator, UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";

const STS = "arn:aws:sts::111122223333";
const IAM = "arn:aws:iam::111122223333";
const issuer = { sessionIssuer: { type: "Role", arn: `${IAM}:role/teams/ds`, userName: "ds" } };

const CASES: { name: string; identity: unknown; creator: Partial<Creator>; phrase: string }[] = [
  {
    name: "an IAM user",
    identity: { type: "IAMUser", arn: `${IAM}:user/ci/train`, userName: "train" },
    creator: { type: "IAMUser", arn: `${IAM}:user/ci/train`, name: "train" },
    phrase: "train (user/ci/train)",
  },
  {
    name: "a session of a role, by its name",
    identity: { type: "AssumedRole", arn: `${STS}:assumed-role/ds/jane`, sessionContext: issuer },
    creator: { name: "jane", roleArn: `${IAM}:role/teams/ds`, sourceIdentity: null },
    phrase: "jane (assumed-role/ds/jane)",
  },
  {
    name: "a Studio user behind a shared role, by source identity",
    identity: {
      type: "AssumedRole",
      arn: `${STS}:assumed-role/ds/SageMaker`,
      sessionContext: { ...issuer, sourceIdentity: "lena" },
    },
    creator: { name: "lena", sourceIdentity: "lena" },
    phrase: "lena (assumed-role/ds/SageMaker)",
  },
  {
    name: "a person through a service",
    identity: { type: "AssumedRole", arn: `${STS}:assumed-role/ds/jane`, invokedBy: "cloudformation.amazonaws.com" },
    creator: { name: "jane", invokedBy: "cloudformation.amazonaws.com" },
    phrase: "jane (assumed-role/ds/jane) through cloudformation.amazonaws.com",
  },
  {
    name: "a service of its own accord",
    identity: { type: "AWSService", invokedBy: "sagemaker.amazonaws.com" },
    creator: { type: "AWSService", arn: null, name: "sagemaker.amazonaws.com" },
    phrase: "sagemaker.amazonaws.com",
  },
  {
    name: "the root user",
    identity: { type: "Root", arn: `${IAM}:root` },
    creator: { type: "Root", name: "root" },
    phrase: "root (root)",
  },
  {
    name: "a federated user",
    identity: { type: "FederatedUser", arn: `${STS}:federated-user/pat`, sessionContext: { sessionIssuer: {} } },
    creator: { name: "pat", roleArn: null },
    phrase: "pat (federated-user/pat)",
  },
  {
    name: "an Identity Center user, who has no ARN",
    identity: { type: "IdentityCenterUser", onBehalfOf: { userId: "u-1" } },
    creator: { type: "IdentityCenterUser", arn: null, name: null },
    phrase: "somebody unknown",
  },
  {
    name: "an ARN that is none",
    identity: { type: "AssumedRole", arn: "jane" },
    creator: { arn: "jane", name: null },
    phrase: "jane",
  },
];

describe("the creator", () => {
  test.each(CASES)("is read: $name", ({ identity, creator, phrase }) => {
    const read = readCreator(identity);

    expect(read).toMatchObject(creator);
    expect(describeCreator(read)).toBe(phrase);
  });

  test.each([[undefined], [null], ["jane"], [[]], [{}], [{ arn: 1, userName: {}, sessionContext: "x" }]])(
    "is unknown, and no error, for %j",
    (identity) => {
      expect(readCreator(identity)).toEqual(UNKNOWN_CREATOR);
      expect(describeCreator(readCreator(identity))).toBe("somebody unknown");
    },
  );

  test("can always be read and named", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (identity) => {
        expect(describeCreator(readCreator(identity))).toEqual(expect.any(String));
      }),
    );
  });
});
