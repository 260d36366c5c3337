/** Stands in for Slack: an incoming webhook on the account's port that keeps what it is sent. */
import { randomBytes } from "node:crypto";
import type { Happening } from "./contract.ts";
import { type HttpRequest, type Route, underPath } from "./server.ts";

const PATH = "/_sagefence/slack";

export interface SlackMessage {
  at: Date;
  /** The text that notifications show. */
  text: string;
  body: Record<string, unknown>;
}

export interface SlackOutage {
  status: 429 | 500 | 503;
  /** Seconds that the answer asks to wait. */
  retryAfter?: number;
  /** Posts that are answered so; then Slack works again. */
  posts: number;
}

export interface Slack {
  route: Route;
  /** The webhook's path with its secret. */
  path: string;
  messages(): readonly SlackMessage[];
  /** Posts that were refused. */
  refused(): number;
  /** Has the next posts refused. */
  fail(outage: SlackOutage): void;
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function createSlack(options: { now(): Date; happened: (happening: Happening) => void }): Slack {
  const path = `${PATH}/services/${randomBytes(12).toString("hex")}`;
  const messages: SlackMessage[] = [];
  let outage: SlackOutage | null = null;
  let refused = 0;

  function receive(request: HttpRequest): { status: number; headers?: Record<string, string>; body: string } {
    if (request.path !== path) return { status: 404, body: "no_service" };
    if (outage !== null && outage.posts > 0) {
      outage.posts -= 1;
      refused += 1;
      const headers = outage.retryAfter === undefined ? {} : { "retry-after": String(outage.retryAfter) };
      return { status: outage.status, headers, body: outage.status === 429 ? "rate_limited" : "rollup_error" };
    }
    const body = readBody(request.body);
    if (body === null) return { status: 400, body: "invalid_payload" };
    const message = { at: options.now(), text: String(body.text ?? ""), body };
    messages.push(message);
    options.happened({
      at: message.at,
      type: "message",
      title: "Message in Slack",
      detail: { channel: "slack", body },
    });
    return { status: 200, body: "ok" };
  }

  return {
    path,
    messages: () => messages,
    refused: () => refused,
    fail(next) {
      outage = { ...next };
    },
    route: underPath(PATH, (request, response) => {
      const { status, headers = {}, body } = receive(request);
      response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
    }),
  };
}

function readBody(body: Buffer): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
