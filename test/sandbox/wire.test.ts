import { request as httpRequest } from "node:http";
import { GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  CreateNotebookInstanceCommand,
  CreateTrainingJobCommand,
  DescribeDomainCommand,
  DescribeNotebookInstanceCommand,
  DescribeTrainingJobCommand,
  ListDomainsCommand,
  ResourceNotFound,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAccount, type TestAccount } from "./wire-account.ts";

let account: TestAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.close());

const notebook = {
  NotebookInstanceName: "Research-NB",
  InstanceType: "ml.t3.medium",
  RoleArn: "arn:aws:iam::111122223333:role/Notebooks",
  SecurityGroupIds: ["sg-1"],
  Tags: [{ Key: "team", Value: "risk" }],
} as const;

describe("awsJson over the SDK", () => {
  it("carries inputs, outputs and dates", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const created = await client.send(
      new CreateNotebookInstanceCommand({ ...notebook, SecurityGroupIds: ["sg-1"], Tags: [...notebook.Tags] }),
    );
    expect(created.NotebookInstanceArn).toBe("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/research-nb");
    expect(created.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);

    const described = await client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: "Research-NB" }));
    expect(described).toMatchObject({ InstanceType: "ml.t3.medium", NotebookInstanceStatus: "Pending" });
    expect(described.CreationTime).toEqual(account.time.now());

    const stopped = await client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: "Research-NB" }));
    expect(stopped.$metadata.httpStatusCode).toBe(200);
  });

  it("raises the modelled error, and others by their code", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const missing = client.send(new DescribeTrainingJobCommand({ TrainingJobName: "nope" }));
    await expect(missing).rejects.toBeInstanceOf(ResourceNotFound);
    await expect(missing).rejects.toMatchObject({ message: "Requested resource not found." });
    await expect(
      client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: "nope" })),
    ).rejects.toMatchObject({ name: "ValidationException", message: "RecordNotFound" });
  });

  it("says which required members are missing, at any depth", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const { RoleArn: _, ...incomplete } = notebook;
    const command = new CreateNotebookInstanceCommand({
      ...incomplete,
      RoleArn: undefined,
      SecurityGroupIds: ["sg-1"],
      Tags: [{ Key: "team", Value: undefined }],
    });
    await expect(client.send(command)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/^2 validation errors detected: .*'tags\.1\.member\.value'.*'roleArn'/),
    });
  });

  it("says what the local account lacks, and survives its own faults", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    await expect(client.send(new ListDomainsCommand({}))).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "The local account does not implement sagemaker:ListDomains.",
    });
    await expect(client.send(new DescribeDomainCommand({ DomainId: "d" }))).rejects.toMatchObject({
      name: "InternalFailure",
      message: "The local account failed: boom",
    });
  });

  it("accepts a large training job", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const answer = await client.send(
      new CreateTrainingJobCommand({
        TrainingJobName: "big",
        RoleArn: notebook.RoleArn,
        OutputDataConfig: { S3OutputPath: "s3://b" },
        AlgorithmSpecification: { TrainingInputMode: "File" },
        ResourceConfig: { VolumeSizeInGB: 1, InstanceCount: 1, InstanceType: "ml.m5.large" },
        HyperParameters: { ÄSCII: "snowman ☃", __proto__x: "1", long: "x".repeat(200_000) },
      }),
    );
    expect(answer.TrainingJobArn).toContain("training-job/big");
  });
});

describe("restJson over the SDK", () => {
  it("carries labels, query, headers and payloads", async () => {
    const client = new LambdaClient(account.settings("jane"));
    const answer = await client.send(
      new InvokeCommand({
        FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:detect",
        Qualifier: "live",
        InvocationType: "Event",
        DurableExecutionName: "round-1",
        Payload: JSON.stringify({ hello: "wörld" }),
      }),
    );
    expect(answer.StatusCode).toBe(202);
    expect(answer.ExecutedVersion).toBe("live");
    expect(JSON.parse(answer.Payload?.transformToString() ?? "")).toEqual({
      FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:detect",
      InvocationType: "Event",
      DurableExecutionName: "round-1",
      Qualifier: "live",
      payload: '{"hello":"wörld"}',
    });
  });

  it("reads numbers from the query and raises modelled errors", async () => {
    const client = new LambdaClient(account.settings("jane"));
    const listed = await client.send(new ListFunctionsCommand({ MaxItems: 3 }));
    expect(listed).toMatchObject({ Functions: [{ FunctionName: "max 3" }], NextMarker: "more" });
    await expect(client.send(new GetFunctionCommand({ FunctionName: "nope" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      Type: "User",
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe("requests that no SDK would send", () => {
  const signed =
    "AWS4-HMAC-SHA256 Credential=jane/20261120/eu-west-1/SERVICE/aws4_request, SignedHeaders=host, Signature=0";

  function send(
    service: string,
    init: { target?: string; body?: string; path?: string; method?: string; type?: string },
  ) {
    const headers: Record<string, string> = { authorization: signed.replace("SERVICE", service) };
    if (init.target) headers["x-amz-target"] = init.target;
    if (init.type) headers["content-type"] = init.type;
    const method = init.method ?? "POST";
    return fetch(`${account.baseUrl}${init.path ?? "/"}`, { method, headers, body: init.body ?? null });
  }

  const create = "SageMaker.CreateNotebookInstance";

  it.each([
    ["a body that is no JSON", "{nope", "SerializationException", "cannot be read"],
    ["a body that is a list", "[]", "SerializationException", "not a JSON object"],
    ["bytes", "\u0000\u0001\ufffd", "SerializationException", "cannot be read"],
    [
      "an unknown member",
      JSON.stringify({ ...notebook, DirectInternet: "Disabled" }),
      "ValidationException",
      "'directInternet' failed to satisfy constraint: Member is not known",
    ],
    [
      "an unknown nested member",
      JSON.stringify({ ...notebook, Tags: [{ Key: "a", Value: "b", Extra: 1 }] }),
      "ValidationException",
      "'tags.1.member.extra'",
    ],
    [
      "a number for a string",
      JSON.stringify({ ...notebook, SubnetId: 7 }),
      "ValidationException",
      "'subnetId' failed to satisfy constraint: Member must be a string, not a number",
    ],
    [
      "a string for a number",
      JSON.stringify({ ...notebook, VolumeSizeInGB: "5" }),
      "ValidationException",
      "'volumeSizeInGB' failed to satisfy constraint: Member must be a number, not a string",
    ],
    [
      "a string for a list",
      JSON.stringify({ ...notebook, SecurityGroupIds: "sg-1" }),
      "ValidationException",
      "'securityGroupIds' failed to satisfy constraint: Member must be a list",
    ],
    [
      "null in a list",
      JSON.stringify({ ...notebook, SecurityGroupIds: [null] }),
      "ValidationException",
      "'securityGroupIds.1.member' failed to satisfy constraint: Member must be a string, not null",
    ],
    ["a member named __proto__", `{"__proto__":{"NotebookInstanceName":"x"}}`, "ValidationException", "'__proto__'"],
  ])("are refused with the reason: %s", async (_name, body, code, reason) => {
    const answer = await send("sagemaker", { target: create, body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("x-amzn-errortype")).toBe(code);
    const error = (await answer.json()) as { __type: string; message: string };
    expect(error.__type).toBe(code);
    expect(error.message).toContain(reason);
  });

  it("treats null members as absent", async () => {
    const answer = await send("sagemaker", { target: create, body: JSON.stringify({ ...notebook, SubnetId: null }) });
    expect(answer.status).toBe(200);
  });

  it("refuses JSON that is nested without end", async () => {
    const body = `{"TableName":"t","Item":{"a":${'{"L":['.repeat(5000)}{"S":"x"}${"]}".repeat(5000)}}}`;
    const answer = await send("dynamodb", { target: "DynamoDB_20120810.PutItem", body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("nested this deep");
  });

  it("refuses an unsigned request in its client's protocol", async () => {
    const json = await fetch(account.baseUrl, { method: "POST", headers: { "x-amz-target": create }, body: "{}" });
    expect(json.status).toBe(403);
    expect(await json.json()).toEqual({
      __type: "MissingAuthenticationTokenException",
      message: "Request is missing Authentication Token",
    });
    const query = await fetch(account.baseUrl, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=GetCallerIdentity",
    });
    expect(await query.text()).toContain("<Code>MissingAuthenticationToken</Code>");
  });

  it.each([
    ["Bearer xyz", "IncompleteSignatureException"],
    ["AWS4-HMAC-SHA256 Credential=jane", "IncompleteSignatureException"],
    ["AWS4-HMAC-SHA256 Credential=jane/x, SignedHeaders=host, Signature=0", "IncompleteSignatureException"],
  ])("refuses the authorization %s", async (authorization, code) => {
    const answer = await fetch(account.baseUrl, { method: "POST", headers: { authorization, "x-amz-target": create } });
    expect(answer.headers.get("x-amzn-errortype")).toBe(code);
  });

  it("names what is unknown: operation, path, service", async () => {
    const operation = await send("sagemaker", { target: "SageMaker.MakeCoffee" });
    expect(await operation.json()).toMatchObject({
      __type: "UnknownOperationException",
      message: "sagemaker has no operation MakeCoffee.",
    });
    const path = await send("lambda", { method: "GET", path: "/2015-03-31/coffee/%zz" });
    expect(await path.json()).toMatchObject({ __type: "UnknownOperationException" });
    const service = await send("s3", { method: "GET", path: "/bucket" });
    expect(await service.text()).toContain("The local account has no s3; it has appconfig, cloudtrail, dynamodb");
    const action = await send("sns", { type: "application/x-www-form-urlencoded", body: "Action=Brew" });
    expect(await action.text()).toContain("<Code>InvalidAction</Code>");
  });

  it("refuses unknown members of forms", async () => {
    const answer = await send("sns", {
      type: "application/x-www-form-urlencoded",
      body: "Action=Publish&Message=m&Colour=blue",
    });
    const text = await answer.text();
    expect(text).toContain("<Code>InvalidParameter</Code>");
    expect(text).toContain("'colour'");
  });

  it("refuses a body of ten megabytes and lives on", async () => {
    const answer = await send("sagemaker", { target: create, body: `"${"x".repeat(10 * 1024 * 1024)}"` });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ __type: "RequestEntityTooLargeException" });
    expect((await send("sagemaker", { target: create, body: "{}" })).status).toBe(400);
  });

  it("answers only requests to a local host name", async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(account.baseUrl, { headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.on("error", reject).end();
    });
    expect(status).toBe(403);
  });
});
