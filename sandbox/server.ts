/** The one HTTP server of the local account. It listens on the loopback interface only. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";

/** Bytes of request body that are read; Lambda's 6 MB payloads are the largest that AWS clients send here. */
const BODY_LIMIT = 8 * 1024 * 1024;
/** Bytes of an oversized body that are read and dropped, so that its sender can read the refusal. */
const DRAIN_LIMIT = 64 * 1024 * 1024;

export interface HttpRequest {
  method: string;
  /** As it came, still percent-encoded, without the query string. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Empty when `bodyTooLarge`. */
  body: Buffer;
  bodyTooLarge: boolean;
  remoteAddress: string;
}

/** May keep the response open, for event streams. */
export type HttpHandler = (request: HttpRequest, response: ServerResponse) => void | Promise<void>;

export interface Route {
  matches(request: HttpRequest): boolean;
  handle: HttpHandler;
}

export interface HttpServer {
  /** Routes are tried in the order they were added, before the fallback. Oversized bodies never reach them. */
  add(route: Route): void;
  /** Takes whatever no route matched: the AWS calls. */
  fallback(handler: HttpHandler): void;
  /** Resolves to the base URL (`http://127.0.0.1:4599`); port 0 takes a free one. Rejects when the port is taken. */
  listen(port: number): Promise<string>;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Requests for `/_sagefence`, `/_sagefence/` and everything below. */
export function underPath(prefix: string, handle: HttpHandler): Route {
  return { matches: ({ path }) => path === prefix || path.startsWith(`${prefix}/`), handle };
}

/** Requests for a host name, whatever the port: `abc123.execute-api.localhost`. */
export function underHost(host: string, handle: HttpHandler): Route {
  return { matches: ({ headers }) => hostName(headers.host) === host, handle };
}

export function createHttpServer(): HttpServer {
  const routes: Route[] = [];
  let last: HttpHandler = (_request, response) => refuse(response, 404, "NotFound", "Nothing lives at this address.");
  const server = createServer((incoming, response) => {
    serve(incoming, response, routes, last).catch((error: unknown) => {
      console.error("a request to the local account failed", error);
      refuse(response, 500, "InternalFailure", "The local account failed; its log says why.");
    });
  });
  return {
    add: (route) => void routes.push(route),
    fallback: (handler) => {
      last = handler;
    },
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => {
          const address = server.address();
          resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  fallback: HttpHandler,
): Promise<void> {
  if (!isLocal(incoming.headers.host)) {
    return refuse(response, 403, "AccessDenied", "Only requests to localhost are answered.");
  }
  const read = await readBody(incoming).catch(() => null);
  if (read === null) return;
  const { body, tooLarge } = read;
  const request = readRequest(incoming, body, tooLarge);
  if (tooLarge) response.setHeader("connection", "close");
  const route = routes.find((candidate) => candidate.matches(request));
  if (route === undefined) return fallback(request, response);
  if (tooLarge) return refuse(response, 413, "RequestEntityTooLarge", "The request body is too large.");
  return route.handle(request, response);
}

function readRequest(incoming: IncomingMessage, body: Buffer, bodyTooLarge: boolean): HttpRequest {
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  return {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: incoming.headers,
    body,
    bodyTooLarge,
    remoteAddress: incoming.socket.remoteAddress ?? "127.0.0.1",
  };
}

/** Rejects when the sender goes away meanwhile; then there is nobody to answer. */
async function readBody(incoming: IncomingMessage): Promise<{ body: Buffer; tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > DRAIN_LIMIT) break;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { body: size > BODY_LIMIT ? Buffer.alloc(0) : Buffer.concat(chunks), tooLarge: size > BODY_LIMIT };
}

/** Pages of other sites that resolve to this machine (DNS rebinding) do not get an answer. */
function isLocal(host: string | undefined): boolean {
  const name = hostName(host);
  return name === "localhost" || name.endsWith(".localhost") || name === "127.0.0.1" || name === "[::1]";
}

function hostName(host: string | undefined): string {
  return (host ?? "").replace(/:\d+$/, "").toLowerCase();
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": code });
  response.end(JSON.stringify({ __type: code, message }));
}
