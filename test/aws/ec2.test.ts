import { Readable } from "node:stream";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { HttpResponse } from "@smithy/core/protocols";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import { createEc2Api, ec2 } from "../../shared/aws/ec2.ts";
import { errorCode, failureReason, isDenied, isRetryable, isThrottled } from "../../shared/aws/errors.ts";
import { InvalidCallError } from "../../shared/aws/input-schema.ts";
import { READ_OPERATIONS } from "../../shared/network/read/calls.ts";

const FILTERS = [{ Name: "subnet-id", Values: ["subnet-1"] }];
const credentials = { accessKeyId: "a", secretAccessKey: "s" };

/** A client to which EC2 answers this, as it does over the wire. */
function answeredWith(statusCode: number, body: string) {
  const handle = async () => {
    const headers = { "content-type": "text/xml" };
    return { response: new HttpResponse({ statusCode, headers, body: Readable.from([Buffer.from(body)]) }) };
  };
  return createEc2Api(new EC2Client({ region: "eu-west-1", maxAttempts: 1, credentials, requestHandler: { handle } }));
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("a call goes by its name, and comes back without the SDK's own metadata", async () => {
  const client = new EC2Client({ region: "eu-west-1" });
  const mock = mockClient(client).on(DescribeSubnetsCommand).resolves({ Subnets: [], $metadata: {} });
  expect(await createEc2Api(client).call("DescribeSubnets", { Filters: FILTERS })).toEqual({ Subnets: [] });
  expect(mock.commandCalls(DescribeSubnetsCommand).map(({ args }) => args[0].input)).toEqual([{ Filters: FILTERS }]);
});

test.each(READ_OPERATIONS)("%s is sent as itself", async (operation) => {
  const client = new EC2Client({ region: "eu-west-1" });
  const mock = mockClient(client);
  mock.onAnyCommand().resolves({});
  await createEc2Api(client).call(operation, {});
  expect(mock.calls().map(({ args }) => args[0].constructor.name)).toEqual([`${operation}Command`]);
});

test("inputs are checked before they are sent", async () => {
  const call = answeredWith(500, "").call("DescribeNatGateways", { Filters: FILTERS });
  await expect(call).rejects.toThrow(InvalidCallError);
});

test("an empty list over the wire is a list", async () => {
  const body = `<DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><securityGroupInfo><item>
    <groupId>sg-1</groupId><ipPermissions/><ipPermissionsEgress/></item></securityGroupInfo></DescribeSecurityGroupsResponse>`;
  expect(await answeredWith(200, body).call("DescribeSecurityGroups", {})).toEqual({
    SecurityGroups: [{ GroupId: "sg-1", IpPermissions: [], IpPermissionsEgress: [] }],
  });
});

describe("an error over the wire", () => {
  test.each([
    ["UnauthorizedOperation", 403, "denied"],
    ["Client.UnauthorizedOperation", 403, "denied"],
    ["AuthFailure", 401, "denied"],
    ["RequestLimitExceeded", 503, "throttled"],
    ["Client.RequestLimitExceeded", 503, "throttled"],
    ["InternalError", 500, "later"],
    ["Server.InternalError", 500, "later"],
    ["Unavailable", 503, "later"],
    ["InvalidVpcID.NotFound", 400, "refused"],
  ])("%s means %3$s", async (code, status, meaning) => {
    const body = `<Response><Errors><Error><Code>${code}</Code><Message>m</Message></Error></Errors></Response>`;
    const error = await errorOf(answeredWith(status, body).call("DescribeVpcs", {}));
    expect(errorCode(error)).toBe(code.replace(/^(Client|Server)\./, ""));
    expect(isDenied(error)).toBe(meaning === "denied");
    expect(isThrottled(error)).toBe(meaning === "throttled");
    expect(isRetryable(error)).toBe(meaning === "throttled" || meaning === "later");
  });

  test("that means denial is said so", () => {
    const error = Object.assign(new Error("m"), { name: "Client.UnauthorizedOperation" });
    expect(failureReason("DescribeVpcs", error)).toBe("DescribeVpcs was denied (UnauthorizedOperation)");
  });
});

test("an execution environment has one client", () => {
  expect(ec2()).toBe(ec2());
});
