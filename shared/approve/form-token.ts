/**
 * Proof that a form was sent from our own page: the same random value in a cookie, which other sites cannot set or
 * read, and in the form; and a browser that says it was sent from this site.
 */
import type { HttpRequest } from "./http-request.ts";
import { isLoopback } from "./http-request.ts";
import { newLinkSecret, type RandomBytes, sameText } from "./link.ts";
import type { Refusal } from "./refusals.ts";

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface FormToken {
  value: string;
  /** The `Set-Cookie` header's value. */
  cookie: string;
}

/** The browser's token again, so that two open pages both work, or a new one. */
export function formToken(request: HttpRequest, random: RandomBytes): FormToken {
  const name = cookieName(request);
  const held = request.cookies[name];
  const value = held !== undefined && TOKEN.test(held) ? held : newLinkSecret(random);
  const secure = isPlainHttp(request) ? "" : "; Secure";
  return { value, cookie: `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}` };
}

/** What is wrong with where a form came from, or null. */
export function formProblem(request: HttpRequest, token: string): Refusal | null {
  if (!isFromThisSite(request)) return "other-site";
  const held = request.cookies[cookieName(request)] ?? "";
  return TOKEN.test(held) && sameText(held, token) ? null : "form-expired";
}

/**
 * `Referrer-Policy: no-referrer` makes browsers send `Origin: null` with a form, so `Sec-Fetch-Site`, which no page can
 * set, decides where it is there; otherwise the origin must be ours.
 */
function isFromThisSite({ headers }: HttpRequest): boolean {
  const site = headers["sec-fetch-site"];
  const origin = headers.origin;
  if (site !== undefined && site !== "same-origin") return false;
  if (origin === undefined || origin === "null") return site === "same-origin";
  return URL.canParse(origin) && new URL(origin).host === (headers.host ?? "").toLowerCase();
}

/** `__Host-` cookies need https, which the local account does not have. */
function cookieName(request: HttpRequest): string {
  return isPlainHttp(request) ? "sagefence-form" : "__Host-sagefence-form";
}

function isPlainHttp({ domain }: HttpRequest): boolean {
  return isLoopback(domain);
}
