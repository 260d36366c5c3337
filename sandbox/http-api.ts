/** API Gateway HTTP APIs of the account, on its one port: the template's routes as payload format 2.0 events. */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { AwsError, type Caller, type Time } from "./contract.ts";
import type { Outcome } from "./lambda/environment.ts";
import { type LambdaFunction, mayInvoke } from "./lambda/functions.ts";
import type { HttpRequest, Route } from "./server.ts";
import { userId } from "./services/sts.ts";
import type { RouteResource } from "./template/routes.ts";
import { readAuthorization } from "./wire/signature.ts";

export interface HttpApiOptions {
  routes: readonly RouteResource[];
  accountId: string;
  region: string;
  time: Time;
  callerOf: (accessKeyId: string) => Caller;
  /** Whether a role's session may call a route, by its execute-api ARN. */
  authorize: (caller: Caller, resource: string) => boolean;
  find: (reference: string) => { fn: LambdaFunction };
  invoke: (reference: string, event: unknown) => Promise<Outcome>;
}

interface CompiledRoute extends RouteResource {
  method: string;
  segments: string[];
}

interface Match {
  route: CompiledRoute;
  parameters: Record<string, string>;
}

interface Api extends HttpApiOptions {
  compiled: CompiledRoute[];
}

/** What API Gateway answers when the function fails or its answer makes no sense. */
const FAILED = {
  status: 500,
  headers: { "content-type": "application/json" },
  body: '{"message":"Internal Server Error"}',
};

/**
 * Takes the requests that a route of the template matches unless they are signed for an AWS service, and all that are
 * signed for `execute-api`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createHttpApi(options: HttpApiOptions): Route {
  const compiled = options.routes.map(compile).sort((a, b) => rank(b) - rank(a));
  const api: Api = { ...options, compiled };
  return {
    matches(request) {
      const service = signingService(request);
      return service === "execute-api" || (service === null && find(request, api) !== null);
    },
    async handle(request, response) {
      const match = find(request, api);
      if (match === null) return refuse(response, 404, "Not Found");
      await answer(request, response, match, api);
    },
  };
}

function compile(route: RouteResource): CompiledRoute {
  const [method = "", path = ""] = route.routeKey === "$default" ? ["ANY", "/{proxy+}"] : route.routeKey.split(" ");
  return { ...route, method, segments: path.split("/").slice(1) };
}

/** Full matches win over greedy ones, a method over ANY. */
function rank({ method, segments }: CompiledRoute): number {
  const literals = segments.filter((segment) => !segment.startsWith("{")).length;
  const greedy = segments.some((segment) => segment.endsWith("+}"));
  return literals * 4 + (greedy ? 0 : 2) + (method === "ANY" ? 0 : 1);
}

function find(request: HttpRequest, { compiled }: Api): Match | null {
  const given = request.path.split("/").slice(1);
  for (const route of compiled) {
    if (route.method !== "ANY" && route.method !== request.method) continue;
    const parameters = matchPath(route.segments, given);
    if (parameters !== null) return { route, parameters };
  }
  return null;
}

function matchPath(segments: readonly string[], given: readonly string[]): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(.+?)\+?\}$/.exec(segment)?.[1];
    if (name !== undefined && segment.endsWith("+}")) {
      return { ...parameters, [name]: decoded(given.slice(index).join("/")) };
    }
    const value = given[index];
    if (value === undefined || value === "") return null;
    if (name === undefined && segment !== value) return null;
    if (name !== undefined) parameters[name] = decoded(value);
  }
  return given.length === segments.length ? parameters : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function answer(request: HttpRequest, response: ServerResponse, match: Match, api: Api): Promise<void> {
  const { route } = match;
  const caller = route.authorization === "AWS_IAM" ? signer(request, match, api) : null;
  if (route.authorization === "AWS_IAM" && caller === null) return refuse(response, 403, "Forbidden");
  const sourceArn = executeApiArn(request, route, api);
  if (!mayInvoke(api.find(route.functionReference).fn, "apigateway.amazonaws.com", sourceArn)) {
    return send(response, FAILED);
  }
  const outcome = await api.invoke(route.functionReference, eventOf(request, match, caller, api));
  send(response, outcome.type === "error" ? FAILED : answerOf(outcome.payload));
}

/** Null for requests that are not signed, or by somebody who may not call the route. */
function signer(request: HttpRequest, { route }: Match, api: Api): Caller | null {
  try {
    const { accessKeyId, service } = readAuthorization(request.headers.authorization);
    if (service !== "execute-api") return null;
    const caller = api.callerOf(accessKeyId);
    return api.authorize(caller, executeApiArn(request, route, api)) ? caller : null;
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}

function executeApiArn({ method, path }: HttpRequest, { apiId }: RouteResource, { region, accountId }: Api): string {
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/$default/${method}${path}`;
}

function signingService({ headers }: HttpRequest): string | null {
  try {
    return readAuthorization(headers.authorization).service;
  } catch {
    return null;
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function eventOf(request: HttpRequest, { route, parameters }: Match, caller: Caller | null, api: Api): object {
  const { method, path, query, body, remoteAddress } = request;
  const { cookie, ...headers } = request.headers;
  const now = api.time.now();
  const text = isText(headers["content-type"]);
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: query.toString(),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(query.size > 0 && { queryStringParameters: joined(query) }),
    requestContext: {
      accountId: api.accountId,
      apiId: route.apiId,
      ...(caller !== null && { authorizer: { iam: identityOf(caller) } }),
      domainName: "127.0.0.1",
      domainPrefix: "127",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: remoteAddress, userAgent: headers["user-agent"] ?? "" },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: "$default",
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...(body.length > 0 && { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Several values of one name become one, with commas. */
function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(",")]));
}

function identityOf(caller: Caller): object {
  const { accessKeyId: accessKey, accountId, arn: userArn } = caller;
  const id = userId(caller);
  return { accessKey, accountId, callerId: id, cognitoIdentity: null, principalOrgId: null, userArn, userId: id };
}

function isText(contentType: string | undefined): boolean {
  return (
    contentType === undefined ||
    /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)|.*\+(json|xml))/.test(contentType)
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `21/Nov/2026:05:47:50 +0000` */
function commonLogTime(at: Date): string {
  const [date = "", time = ""] = at.toISOString().split(/[T.]/);
  const [year, , day] = date.split("-");
  return `${day}/${MONTHS[at.getUTCMonth()]}/${year}:${time} +0000`;
}

interface ApiAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/** Payload format 2.0: without a status code, the whole answer is a JSON body. */
function answerOf(payload: string): ApiAnswer {
  const answered: unknown = JSON.parse(payload);
  const isProxy = typeof answered === "object" && answered !== null && "statusCode" in answered;
  if (!isProxy) return { status: 200, headers: { "content-type": "application/json" }, body: payload };
  const { statusCode, headers, cookies, body, isBase64Encoded } = answered as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return FAILED;
  const text = typeof body === "string" ? body : body === undefined || body === null ? "" : JSON.stringify(body);
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...headersOf(headers, cookies) },
    body: isBase64Encoded === true ? Buffer.from(text, "base64") : text,
  };
}

function headersOf(headers: unknown, cookies: unknown): Record<string, string | string[]> {
  const given = typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
  const named = given.map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { ...Object.fromEntries(named), ...(Array.isArray(cookies) && { "set-cookie": cookies.map(String) }) };
}

function send(response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  response.writeHead(status, { ...headers, "apigw-requestid": randomUUID() });
  response.end(body);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) });
}
