import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { detect, detectRecord, MalformedEventError } from "../../shared/detect/detect.ts";
import { arnMemberOf, displayName } from "../../shared/sagemaker/identity.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { ACCOUNT, arn, event, record } from "./records.ts";

const CREATIONS = RESOURCE_KINDS.flatMap((kind) => kind.calls.create.map((create) => ({ create, kind })));

describe.each(CREATIONS)("$create", ({ create, kind }) => {
  const named = { [kind.nameMember]: "Churn" };
  const ids = Object.fromEntries(kind.idMembers.map((name) => [name, named[name] ?? "d-4kq7x2m9pzab"]));
  const id = Object.values(ids).join("/");
  const created = arn(kind.id, id.toLowerCase());
  const arnMember = lowerFirst(arnMemberOf(kind, "create"));
  const response = { [arnMember]: created, ...lowered(ids) };
  const idOfArn = kind.arnLacksId === true ? created.split("/").at(-1) : id.toLowerCase();

  test("is detected, with its parameters, its name and what the API takes for it", () => {
    const parameters = { ...lowered(kind.optionalIdMembers === undefined ? named : ids), tags: [] };

    const detection = detectRecord(
      record({ eventName: create, requestParameters: parameters, responseElements: response }),
    );

    expect(detection).toMatchObject({
      status: "detected",
      trigger: "create",
      operation: create,
      resource: {
        kind: kind.id,
        name: displayName(kind, "Churn", id),
        ...{ id, arn: created, account: ACCOUNT, region: "eu-west-1" },
      },
      eventId: "0e6f1c1e-6f0a-4c4e-9d3b-0a8b7c6d5e4f",
      eventTime: "2026-11-20T10:00:00Z",
      parameters,
    });
  });

  test.each([[undefined], [null]])("is detected by its ARN when the parameters are %s", (requestParameters) => {
    const onlyArn = { [arnMember]: created };

    const detection = detectRecord(record({ eventName: create, requestParameters, responseElements: onlyArn }));

    expect(detection).toMatchObject({
      parameters: null,
      resource: { kind: kind.id, name: idOfArn, id: null, arn: created },
    });
  });

  test("makes no sense with the ARN of another resource type", () => {
    const foreign = { [arnMember]: arn("feature-group", "churn") };

    expect(() => detectRecord(record({ eventName: create, responseElements: foreign }))).toThrow(MalformedEventError);
  });

  test.each(
    (["update", "start", "end"] as const).flatMap((trigger) => kind.calls[trigger].map((call) => [trigger, call])),
  )("as %s, %s is detected without parameters, for the resource has to be read", (trigger, eventName) => {
    const detection = detectRecord(record({ eventName, requestParameters: lowered(ids), responseElements: null }));

    expect(detection).toMatchObject({
      status: "detected",
      trigger,
      operation: eventName,
      resource: {
        kind: kind.id,
        name: displayName(kind, ids[kind.nameMember], id),
        id,
        arn: null,
        account: ACCOUNT,
        region: "eu-west-1",
      },
      parameters: null,
    });
  });
});

describe.each(RESOURCE_KINDS.filter(({ stateChange }) => stateChange !== null))(
  "a state change of a $title",
  (kind) => {
    const detailType = kind.stateChange?.detailType;
    const changed = arn(kind.id, "churn");

    test.each([
      ["detail", { [kind.stateChange?.arnMember ?? ""]: changed }, []],
      ["resources", {}, [changed]],
    ])("is detected by the ARN in %s, without a caller", (_where, detail, resources) => {
      expect(detect(event(detail, { "detail-type": detailType, resources }))).toMatchObject({
        status: "detected",
        trigger: "state-change",
        operation: detailType,
        resource: { kind: kind.id, name: "churn", arn: changed, account: ACCOUNT, region: "eu-west-1" },
        creator: UNKNOWN_CREATOR,
        parameters: null,
      });
    });

    test("makes no sense without its ARN", () => {
      expect(() => detect(event({}, { "detail-type": detailType, resources: [] }))).toThrow(MalformedEventError);
    });

    test("is ignored from another source", () => {
      const foreign = event({}, { "detail-type": detailType, source: "mycompany.sagemaker" });
      expect(detect(foreign)).toMatchObject({ status: "ignored" });
    });
  },
);

describe("what is not ours", () => {
  test.each([
    ["another service's call", { eventSource: "lookoutvision.amazonaws.com" }],
    ["the call failed", { errorCode: "ValidationException", errorMessage: "no" }],
    ["the call failed", { errorMessage: "no" }],
    ["a read-only call", { eventName: "DescribeModel", readOnly: true }],
    ["no resource kind has the operation CreateFeatureGroup", { eventName: "CreateFeatureGroup" }],
    ["no resource kind has the operation __proto__", { eventName: "__proto__" }],
  ])("is ignored: %s", (reason, change) => {
    expect(detectRecord(record(change))).toEqual({ status: "ignored", reason });
    expect(detect(event(record(change)))).toEqual({ status: "ignored", reason });
  });

  test.each([
    ["SageMaker Image State Change", { ImageName: "j" }],
    ["AWS Service Event via CloudTrail", record()],
    ["Scheduled Event", undefined],
    [undefined, {}],
  ])("is ignored whatever it holds: an event of type %s", (type, detail) => {
    const reason = "neither a CloudTrail API call event nor a SageMaker state change";

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
    ["another resource type", { responseElements: { modelArn: arn("feature-group", "m") } }],
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

function lowered(members: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [lowerFirst(name), value]));
}
