/** The Slack webhook: where it is, and what its answers mean. Its URL is a secret and never appears in an error. */
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { errorCode } from "../aws/errors.ts";
import { plain } from "./plain.ts";

/** The parameter's value where Slack is not used. */
const NOT_CONFIGURED = "none";
const CACHE_MS = 5 * 60_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where to post is not known at the moment: the message is kept and tried again. */
export class WebhookUnavailableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "WebhookUnavailableError";
  }
}

export interface WebhookConfig {
  ssm: Pick<SSMClient, "send">;
  /** Name of the SecureString parameter. */
  parameter: string;
  /** Allows plain http to this machine: the local account. */
  local: boolean;
  now(): Date;
}

export interface WebhookSource {
  /** The URL; null where Slack is not used. Throws WebhookUnavailableError. */
  url(): Promise<string | null>;
  /** Reads the parameter anew next time: Slack refused, so somebody may have replaced it. */
  forget(): void;
}

/** Reads the parameter at most every five minutes; errors are not remembered. */
export function createWebhookSource(config: WebhookConfig): WebhookSource {
  let known: { url: string | null; until: number } | undefined;
  return {
    async url() {
      const now = config.now().getTime();
      if (known === undefined || now >= known.until) known = { url: await readWebhook(config), until: now + CACHE_MS };
      return known.url;
    },
    forget() {
      known = undefined;
    },
  };
}

async function readWebhook({ ssm, parameter, local }: WebhookConfig): Promise<string | null> {
  const value = await readParameter(ssm, parameter);
  if (value === NOT_CONFIGURED) return null;
  if (isAllowed(value, local)) return value;
  throw new WebhookUnavailableError(
    `The parameter ${parameter} does not hold an https address; put the webhook's there`,
  );
}

async function readParameter(ssm: WebhookConfig["ssm"], name: string): Promise<string> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter?.Value?.trim() ?? "";
  } catch (error) {
    const advice = errorCode(error) === "ParameterNotFound" ? `; create it, or set it to ${NOT_CONFIGURED}` : "";
    throw new WebhookUnavailableError(`The parameter ${name} could not be read (${errorCode(error)})${advice}`, error);
  }
}

function isAllowed(value: string, local: boolean): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (local && protocol === "http:" && LOOPBACK.has(hostname));
}

/** What became of one post. */
export type Delivery =
  | { result: "delivered" }
  /** Slack or the way to it is busy or down. `seconds`: how long Slack asks to wait; null when it does not say. */
  | { result: "wait"; seconds: number | null; detail: string }
  /** Slack refused the message or the webhook: the same post will not work before somebody changes something. */
  | { result: "refused"; detail: string };

export interface PostDeps {
  fetch: typeof fetch;
  timeoutMs: number;
  now(): Date;
}

/**
 * Posts a payload once and never throws.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export async function postToSlack(url: string, payload: string, deps: PostDeps): Promise<Delivery> {
  try {
    const response = await deps.fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: payload,
      redirect: "error",
      signal: AbortSignal.timeout(deps.timeoutMs),
    });
    const answer = `${response.status} ${await bodyOf(response, url)}`.trim();
    if (response.ok) return { result: "delivered" };
    if (response.status === 429) return { result: "wait", seconds: retryAfter(response, deps.now()), detail: answer };
    if (response.status >= 500 || response.status === 408) return { result: "wait", seconds: null, detail: answer };
    return { result: "refused", detail: answer };
  } catch (error) {
    return { result: "wait", seconds: null, detail: networkFault(error) };
  }
}

async function bodyOf(response: Response, url: string): Promise<string> {
  try {
    return plain((await response.text()).replaceAll(url, "…"), 200);
  } catch {
    return "";
  }
}

/** `Retry-After` in seconds, given as a number or as a date; null when it is missing or makes no sense. */
function retryAfter(response: Response, now: Date): number | null {
  const value = response.headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now.getTime()) / 1_000));
}

/** The error's name and code alone: its message may hold the address. */
function networkFault(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? `no answer (${error.name}, ${code})` : `no answer (${error.name})`;
}
