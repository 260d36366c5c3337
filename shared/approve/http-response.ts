/** Answers over HTTP: JSON for programs, pages for people; with headers that keep both out of other hands. */
import { messagePage } from "./page-layout.ts";
import { STYLE_HASH } from "./page-style.ts";
import { type Refusal, refusalText } from "./refusals.ts";

export interface HttpResponse {
  statusCode: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string;
}

const SECURITY = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const PAGE_POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  "img-src data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

export function jsonResponse(statusCode: number, value: unknown): HttpResponse {
  const headers = {
    ...SECURITY,
    "content-type": "application/json; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  };
  return { statusCode, headers, cookies: [], body: JSON.stringify(value) };
}

export function pageResponse(statusCode: number, page: string, cookies: string[] = []): HttpResponse {
  const headers = {
    ...SECURITY,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": PAGE_POLICY,
    vary: "cookie",
  };
  return { statusCode, headers, cookies, body: page };
}

/** Sends a browser to a path of this site with GET. */
export function seeOther(path: string): HttpResponse {
  return { statusCode: 303, headers: { ...SECURITY, location: path }, cookies: [], body: "" };
}

/** `{"error": reason, "message": sentence}`. */
export function jsonRefusal(reason: Refusal, allow?: string): HttpResponse {
  const { status, message } = refusalText(reason);
  return withExtras(jsonResponse(status, { error: reason, message }), reason, allow);
}

const TITLES: Partial<Record<Refusal, string>> = {
  "not-found": "There is no question here",
  "page-disabled": "This page only shows the question",
};

export function pageRefusal(reason: Refusal, allow?: string): HttpResponse {
  const { status, message } = refusalText(reason);
  const sentences =
    reason === "not-found"
      ? [
          "The link is incomplete, or the question is no longer kept. Nothing was changed.",
          "Open the link from the message again, with everything that follows the question mark. With AWS credentials, npx sagefence findings lists what is open.",
        ]
      : [message];
  return withExtras(pageResponse(status, messagePage(TITLES[reason] ?? "That did not work", sentences)), reason, allow);
}

function withExtras(response: HttpResponse, reason: Refusal, allow: string | undefined): HttpResponse {
  const retry = reason === "ledger-unavailable" || reason === "policy-unavailable";
  const headers = {
    ...response.headers,
    ...(retry && { "retry-after": "30" }),
    ...(allow !== undefined && { allow }),
  };
  return { ...response, headers };
}
