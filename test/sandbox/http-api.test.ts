import { afterEach, expect, test } from "vitest";
import { createHttpApi } from "../../sandbox/http-api.ts";
import type { Outcome } from "../../sandbox/lambda/environment.ts";
import { createPrincipals } from "../../sandbox/principals.ts";
import { createHttpServer, type HttpServer } from "../../sandbox/server.ts";
import type { RouteResource } from "../../sandbox/template/routes.ts";
import { ACCOUNT, FUNCTION_ARN, functionOf, REGION, realTime } from "./lambda/fixture.ts";

let server: HttpServer;

afterEach(() => server.close());

function route(routeKey: string, authorization: RouteResource["authorization"] = "NONE"): RouteResource {
  return { apiId: "api1234", apiName: "sagefence", routeKey, authorization, functionReference: FUNCTION_ARN };
}

const ROUTES = [
  route("GET /q/{id}"),
  route("POST /q/{id}"),
  route("GET /q/mine"),
  route("ANY /files/{path+}"),
  route("GET /findings", "AWS_IAM"),
];
const SIGNED =
  "AWS4-HMAC-SHA256 Credential=jane/20261121/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=0";

async function serve(answer: unknown = {}, permitted = true) {
  const events: Record<string, unknown>[] = [];
  const permission = { principal: "apigateway.amazonaws.com", sourceArn: "arn:aws:execute-api:*:*:api1234/*" };
  const fn = functionOf("fn.zip", { permissions: permitted ? [permission] : [] });
  const principals = createPrincipals({ accountId: ACCOUNT, now: () => new Date() });
  server = createHttpServer();
  server.add(
    createHttpApi({
      ...{ routes: ROUTES, accountId: ACCOUNT, region: REGION, time: realTime },
      callerOf: principals.callerOf,
      authorize: ({ name }) => name !== "mallory",
      find: () => ({ fn }),
      invoke: async (_reference, event): Promise<Outcome> => {
        events.push(event as Record<string, unknown>);
        if (!(answer instanceof Error)) return { type: "success", payload: JSON.stringify(answer) };
        return { type: "error", error: { errorType: "Error", errorMessage: answer.message }, crashed: false };
      },
    }),
  );
  return { url: await server.listen(0), events };
}

test("a request becomes an event of payload format 2.0", async () => {
  const { url, events } = await serve();

  await fetch(`${url}/q/a%20b?k=1&k=2&x=%2F`, {
    method: "POST",
    body: "option=exempt",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: "a=1; b=2", "X-Mixed": "Case" },
  });

  expect(events).toEqual([
    {
      version: "2.0",
      routeKey: "POST /q/{id}",
      rawPath: "/q/a%20b",
      rawQueryString: "k=1&k=2&x=%2F",
      cookies: ["a=1", "b=2"],
      headers: expect.objectContaining({
        "content-type": "application/x-www-form-urlencoded",
        "content-length": "13",
        "x-mixed": "Case",
        host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      }),
      queryStringParameters: { k: "1,2", x: "/" },
      requestContext: {
        accountId: ACCOUNT,
        apiId: "api1234",
        domainName: "127.0.0.1",
        domainPrefix: "127",
        http: {
          method: "POST",
          path: "/q/a%20b",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: expect.any(String),
        },
        requestId: expect.any(String),
        routeKey: "POST /q/{id}",
        stage: "$default",
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      pathParameters: { id: "a b" },
      body: "option=exempt",
      isBase64Encoded: false,
    },
  ]);
  expect(events[0]?.headers).not.toHaveProperty("cookie");
});

test("a binary body is base64", async () => {
  const { url, events } = await serve();

  const headers = { "content-type": "application/octet-stream" };
  await fetch(`${url}/q/1`, { method: "POST", body: new Uint8Array([0, 255]), headers });

  expect(events[0]).toMatchObject({ body: "AP8=", isBase64Encoded: true });
});

test.each([
  ["GET", "/q/mine", "GET /q/mine"],
  ["GET", "/q/yours", "GET /q/{id}"],
  ["DELETE", "/files/a/b", "ANY /files/{path+}"],
])("%s %s goes to %s", async (method, path, expected) => {
  const { url, events } = await serve();

  await fetch(url + path, { method });

  expect(events[0]?.routeKey).toBe(expected);
});

test.each([
  ["GET", "/q"],
  ["GET", "/q/"],
  ["GET", "/q/1/2"],
  ["DELETE", "/q/1"],
  ["GET", "/elsewhere"],
])("%s %s is left to others, or 404 when it is signed for the API", async (method, path) => {
  const { url, events } = await serve();

  const plain = await fetch(url + path, { method });
  const signed = await fetch(url + path, { method, headers: { authorization: SIGNED } });

  expect(plain.headers.get("x-amzn-errortype")).toBe("NotFound");
  expect([signed.status, await signed.json()]).toEqual([404, { message: "Not Found" }]);
  expect(events).toEqual([]);
});

test("a signed request carries who signed it", async () => {
  const { url, events } = await serve();

  await fetch(`${url}/findings`, { headers: { authorization: SIGNED } });

  expect(events[0]?.requestContext).toMatchObject({
    authorizer: {
      iam: {
        accessKey: "jane",
        accountId: ACCOUNT,
        callerId: expect.stringMatching(/^AIDA/),
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: `arn:aws:iam::${ACCOUNT}:user/jane`,
        userId: expect.stringMatching(/^AIDA/),
      },
    },
  });
});

test.each([
  ["not signed", {}],
  ["not signed as AWS signs", { authorization: "Bearer x" }],
  ["signed by somebody without permission", { authorization: SIGNED.replace("jane", "mallory") }],
])("a request that is %s is forbidden where AWS_IAM is asked for", async (_what, headers) => {
  const { url, events } = await serve();

  const response = await fetch(`${url}/findings`, { headers: { ...headers } });

  expect([response.status, await response.json()]).toEqual([403, { message: "Forbidden" }]);
  expect(events).toEqual([]);
});

test("a request that is signed for another service is not the API's", async () => {
  const { url, events } = await serve();

  const response = await fetch(`${url}/q/1`, {
    headers: { authorization: SIGNED.replace("execute-api", "sagemaker") },
  });

  expect(response.headers.get("x-amzn-errortype")).toBe("NotFound");
  expect(events).toEqual([]);
});

test("an answer sets status, headers, cookies and body", async () => {
  const { url } = await serve({
    statusCode: 201,
    headers: { "Content-Type": "text/html", "X-Number": 1 },
    cookies: ["a=1; HttpOnly", "b=2"],
    body: "aGVsbG8=",
    isBase64Encoded: true,
  });

  const response = await fetch(`${url}/q/1`);

  expect(response.status).toBe(201);
  expect(response.headers.get("content-type")).toBe("text/html");
  expect(response.headers.get("x-number")).toBe("1");
  expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
  expect(await response.text()).toBe("hello");
});

test.each([
  ["an object without a status code", { hello: 1 }, 200, "application/json", '{"hello":1}'],
  ["a text", "hello", 200, "application/json", '"hello"'],
  ["nothing", null, 200, "application/json", "null"],
  ["a status alone", { statusCode: 204 }, 204, "text/plain; charset=utf-8", ""],
  ["an error", new Error("no"), 500, "application/json", '{"message":"Internal Server Error"}'],
  ["a status that is none", { statusCode: "many" }, 500, "application/json", '{"message":"Internal Server Error"}'],
])("the function's answer of %s", async (_what, answer, status, contentType, body) => {
  const { url } = await serve(answer);

  const response = await fetch(`${url}/q/1`);

  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe(contentType);
  expect(await response.text()).toBe(body);
});

test("a function that does not permit the API is not invoked", async () => {
  const { url, events } = await serve({}, false);

  const response = await fetch(`${url}/q/1`);

  expect(response.status).toBe(500);
  expect(events).toEqual([]);
});
