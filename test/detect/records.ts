/** CloudTrail records for tests: one that is right, to be changed in one place. */

export const ACCOUNT = "111122223333";

type Json = Record<string, unknown>;

/** A CreateModel record; `change` replaces members, and undefined takes them out. */
export function record(change: Json = {}): Json {
  const whole: Json = {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/jane`, accountId: ACCOUNT, userName: "jane" },
    eventTime: "2026-11-20T10:00:00Z",
    eventSource: "sagemaker.amazonaws.com",
    eventName: "CreateModel",
    awsRegion: "eu-west-1",
    requestParameters: { modelName: "Churn" },
    responseElements: { modelArn: arn("model", "churn") },
    eventID: "0e6f1c1e-6f0a-4c4e-9d3b-0a8b7c6d5e4f",
    readOnly: false,
    recipientAccountId: ACCOUNT,
    ...change,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

export function event(detail: unknown, change: Json = {}): Json {
  return { "detail-type": "AWS API Call via CloudTrail", source: "aws.sagemaker", detail, ...change };
}

export function arn(type: string, name: string): string {
  return `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:${type}/${name}`;
}
