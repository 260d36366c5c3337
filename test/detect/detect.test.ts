import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detect, detectRecord, MalformedEventError } from "../../shared/detect/detect.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import { ACCOUNT, arn, event, record } from "./records.ts";

const KINDS: readonly ResourceKind[] = RESOURCE_KINDS;

describe.each(KINDS.map((kind) => ({ create: kind.calls.create, kind })))("$create", ({ create, kind }) => {
  const id = kind.idMember === kind.nameMember ? "Churn" : "d-4kq7x2m9pzab";
  const created = arn(kind.id, id.toLowerCase());
  const response = { [lowerFirst(kind.arnMember)]: created, [lowerFirst(kind.idMember)]: id };

  test("is detected, with its parameters, its name and what the API takes for it", () => {
    const parameters = { [lowerFirst(kind.nameMember)]: "Churn", tags: [] };

    const detection = detectRecord(
      record({ eventName: create, requestParameters: parameters, responseElements: response }),
    );

    expect(detection).toMatchObject({
      status: "detected",
      trigger: "create",
      operation: create,
      resource: { kind: kind.id, name: "Churn", id, arn: created, account: ACCOUNT, region: "eu-west-1" },
      eventId: "0e6f1c1e-6f0a-4c4e-9d3b-0a8b7c6d5e4f",
      eventTime: "2026-11-20T10:00:00Z",
      parameters,
    });
  });

  test.each([[undefined], [null]])("is detected by its ARN when the parameters are %s", (requestParameters) => {
    const onlyArn = { [lowerFirst(kind.arnMember)]: created };

    const detection = detectRecord(record({ eventName: create, requestParameters, responseElements: onlyArn }));

    expect(detection).toMatchObject({
      parameters: null,
      resource: { kind: kind.id, name: id.toLowerCase(), id: null, arn: created },
    });
  });

  test("makes no sense with the ARN of another resource type", () => {
    const foreign = { [lowerFirst(kind.arnMember)]: arn("endpoint", "churn") };

    expect(() => detectRecord(record({ eventName: create, responseElements: foreign }))).toThrow(MalformedEventError);
  });

  test.each([...kind.calls.update.map((call) => ["update", call]), ...kind.calls.start.map((call) => ["start", call])])(
    "as %s, %s is detected without parameters, for the resource has to be read",
    (trigger, eventName) => {
      const requestParameters = { [lowerFirst(kind.idMember)]: id };

      const detection = detectRecord(record({ eventName, requestParameters, responseElements: null }));

      expect(detection).toMatchObject({
        status: "detected",
        trigger,
        operation: eventName,
        resource: { kind: kind.id, name: id, id, arn: null, account: ACCOUNT, region: "eu-west-1" },
        parameters: null,
      });
    },
  );
});

describe("what is not ours", () => {
  test.each([
    ["another service's call", { eventSource: "lookoutvision.amazonaws.com" }],
    ["the call failed", { errorCode: "ValidationException", errorMessage: "no" }],
    ["the call failed", { errorMessage: "no" }],
    ["a read-only call", { eventName: "DescribeModel", readOnly: true }],
    ["no resource kind has the operation CreateEndpoint", { eventName: "CreateEndpoint" }],
    ["no resource kind has the operation __proto__", { eventName: "__proto__" }],
  ])("is ignored: %s", (reason, change) => {
    expect(detectRecord(record(change))).toEqual({ status: "ignored", reason });
    expect(detect(event(record(change)))).toEqual({ status: "ignored", reason });
  });

  test.each([
    ["SageMaker Training Job State Change", { TrainingJobName: "j" }],
    ["AWS Service Event via CloudTrail", record()],
    ["Scheduled Event", undefined],
    [undefined, {}],
  ])("is ignored whatever it holds: an event of type %s", (type, detail) => {
    const reason = "not a CloudTrail API call event";

    expect(detect(event(detail, { "detail-type": type }))).toEqual({ status: "ignored", reason });
  });
});

describe("what makes no sense", () => {
  test.each([
    ["eventSource is missing", { eventSource: undefined }],
    ["eventSource is missing", { eventSource: 1 }],
    ["eventName is missing", { eventName: "" }],
    ["requestParameters is not an object", { requestParameters: "modelName=m" }],
    ["responseElements is not an object", { responseElements: [] }],
    ["CreateModel names no model", { requestParameters: {}, responseElements: null }],
    ["another resource type", { responseElements: { modelArn: arn("endpoint", "m") } }],
    ["another resource type", { responseElements: { modelArn: "m" } }],
  ])("is refused: %s", (message, change) => {
    expect(() => detectRecord(record(change))).toThrow(MalformedEventError);
    expect(() => detectRecord(record(change))).toThrow(message);
  });

  test("is read from a record that somebody shortened, without id and time", () => {
    const detection = detectRecord(record({ eventID: undefined, eventTime: undefined, userIdentity: undefined }));
    expect(detection).toMatchObject({ status: "detected", eventId: null, eventTime: null });
  });

  test.each([[null], ["text"], [[record()]], [7]])("is refused: %j is no event", (value) => {
    expect(() => detect(value)).toThrow("it is not a JSON object");
    expect(() => detect(event(value))).toThrow("detail is not an object");
  });

  test("is quoted in parts only", () => {
    const modelArn = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/${"x".repeat(5_000)}\n`;

    expect(() => detectRecord(record({ responseElements: { modelArn } }))).toThrow(/^[^\n]{1,250}$/);
  });
});

describe("what may differ", () => {
  const expected = detectRecord(record());

  test("is the letter case of keys", () => {
    const requestParameters = { ModelName: "Churn" };
    const { parameters, ...rest } = detectRecord(
      record({ requestParameters, responseElements: { ModelArn: arn("model", "churn") } }),
    ) as Extract<typeof expected, { status: "detected" }>;

    expect({ ...rest, parameters: { modelName: "Churn" } }).toEqual(expected);
    expect(parameters).toEqual(requestParameters);
  });

  test("is what services add", () => {
    const added = {
      eventVersion: "1.99",
      vpcEndpointId: "vpce-1",
      additionalEventData: {},
      sessionCredentialFromConsole: "true",
    };

    expect(detectRecord(record(added))).toEqual(expected);
  });

  test.each([[undefined], [null]])("is whether members of a good call are absent or null: %s", (nothing) => {
    expect(detectRecord(record({ errorCode: nothing, errorMessage: nothing, readOnly: nothing }))).toEqual(expected);
  });

  test("is where the account and the region are told, the ARN first", () => {
    const elsewhere = { recipientAccountId: "999999999999", awsRegion: "us-east-1" };
    const nowhere = { responseElements: null, recipientAccountId: undefined, awsRegion: undefined };

    expect(detectRecord(record(elsewhere))).toMatchObject({ resource: { account: ACCOUNT, region: "eu-west-1" } });
    expect(detectRecord(record(nowhere))).toMatchObject({ resource: { arn: null, account: ACCOUNT, region: null } });
    expect(detectRecord(record({ ...nowhere, userIdentity: null }))).toMatchObject({ resource: { account: null } });
  });

  test("is where SageMaker writes the ARN: into the parameters, for training jobs", () => {
    const trainingJobArn = arn("training-job", "j");
    const requestParameters = { trainingJobName: "J", trainingJobArn };

    expect(
      detectRecord(record({ eventName: "CreateTrainingJob", requestParameters, responseElements: null })),
    ).toMatchObject({ resource: { name: "J", id: "J", arn: trainingJobArn } });
  });
});

describe("no JSON value", () => {
  const interesting = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      "sagemaker.amazonaws.com",
      "CreateModel",
      "UpdateDomain",
      arn("model", "m"),
      "arn:aws:sagemaker:::model/m",
    ),
  );
  const parts = fc.record(
    Object.fromEntries(Object.keys({ ...record(), errorCode: "", "detail-type": "" }).map((key) => [key, interesting])),
    { requiredKeys: [] },
  );

  test("makes detection throw anything but MalformedEventError", () => {
    fc.assert(
      fc.property(fc.oneof(interesting, parts), parts, (value, change) => {
        for (const input of [value, event(value), event(record(change)), { ...event({}), ...change }]) {
          expectDetection(() => detect(input));
        }
        expectDetection(() => detectRecord(record(change)));
      }),
      { numRuns: 2_000 },
    );
  });

  function expectDetection(work: () => unknown): void {
    try {
      expect(work()).toHaveProperty("status");
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      expect(error.message).toMatch(/^The event cannot be understood: .+\.$/);
    }
  }
});

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
