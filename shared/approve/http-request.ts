/** An HTTP API event (payload format 2.0), read once: only what the routes need, each with its limits. */
import { z } from "zod";
import { RefusalError } from "./refusals.ts";

export interface HttpRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  /** Names in lower case. */
  headers: Record<string, string>;
  cookies: Record<string, string>;
  /** The domain that the request was sent to, without a port. */
  domain: string;
  /** What API Gateway says about the request; the only place an identity may come from. */
  requestContext: unknown;
  /** Throws RefusalError `body-too-large`. */
  body(): string;
}

/** Bytes; an answer is a few hundred. */
export const BODY_LIMIT = 16 * 1024;

const strings = z.record(z.string(), z.string().optional()).nullish();

const httpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().nullish(),
  headers: strings,
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.looseObject({
    domainName: z.string().nullish(),
    http: z.looseObject({ method: z.string() }),
  }),
});

/** Throws RefusalError `bad-request` for what is no such event. */
export function readRequest(event: unknown): HttpRequest {
  const parsed = httpEvent.safeParse(event);
  if (!parsed.success) throw new RefusalError("bad-request", parsed.error);
  const { requestContext, rawPath, rawQueryString, body, isBase64Encoded } = parsed.data;
  const headers = lowerCased(parsed.data.headers ?? {});
  return {
    method: requestContext.http.method.toUpperCase(),
    path: rawPath,
    query: Object.fromEntries(new URLSearchParams(rawQueryString ?? "")),
    headers,
    cookies: readCookies(parsed.data.cookies ?? headers.cookie?.split(";") ?? []),
    domain: withoutPort(requestContext.domainName ?? ""),
    requestContext,
    body: () => readBody(body ?? "", isBase64Encoded ?? false),
  };
}

/** A loopback name: reachable only from the same machine. */
export function isLoopback(domain: string): boolean {
  return domain === "localhost" || domain === "[::1]" || /^127(\.\d{1,3}){3}$/.test(domain);
}

function readBody(body: string, isBase64: boolean): string {
  if (body.length > BODY_LIMIT * 2) throw new RefusalError("body-too-large");
  const bytes = Buffer.from(body, isBase64 ? "base64" : "utf8");
  if (bytes.length > BODY_LIMIT) throw new RefusalError("body-too-large");
  return bytes.toString("utf8");
}

function lowerCased(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? ""]));
}

function readCookies(cookies: readonly string[]): Record<string, string> {
  const pairs = cookies.map((cookie) => cookie.trim().split("="));
  return Object.fromEntries(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
}

function withoutPort(domain: string): string {
  return domain.toLowerCase().replace(/:\d+$/, "");
}
