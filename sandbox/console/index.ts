/** The web console of the local account: `/` and `/_sagefence/console`, kept current by server-sent events. */
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import type { LocalAccount } from "../account.ts";
import type { HttpRequest, Route } from "../server.ts";
import { openLedger } from "./ledger.ts";
import { createLive } from "./live.ts";
import { createMemory } from "./memory.ts";
import { CONSOLE_PATH, renderPage, renderSections } from "./page.ts";
import { type ConsoleAccount, readModel } from "./read.ts";

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const FILES: Record<string, { file: string; type: string }> = {
  [`${CONSOLE_PATH}/style.css`]: { file: "style.css", type: "text/css; charset=utf-8" },
  [`${CONSOLE_PATH}/script.js`]: { file: "script.js", type: "text/javascript; charset=utf-8" },
};

const EVENTS = `${CONSOLE_PATH}/events`;

export interface Console {
  /** Ends the event streams and the subscription to the account. */
  close(): void;
}

/** Adds the console to a running account. */
export function addConsole(account: ConsoleAccount & Pick<LocalAccount, "server">): Console {
  const memory = createMemory();
  for (const happening of account.happenings()) memory.add(happening);
  const ledger = openLedger(account);
  const live = createLive(async () => renderSections(await readModel(account, ledger, memory)));
  const unsubscribe = account.subscribe((happening) => {
    memory.add(happening);
    live.changed();
  });
  account.server.add(
    route(async (request, response) => {
      if (request.path === EVENTS && request.method === "GET") return live.connect(response);
      const file = FILES[request.path];
      if (file !== undefined)
        return send(request, response, file.type, readFileSync(new URL(file.file, import.meta.url)));
      const page = renderPage(await readModel(account, ledger, memory));
      return send(request, response, "text/html; charset=utf-8", page);
    }),
  );
  return {
    close() {
      unsubscribe();
      live.close();
    },
  };
}

function route(get: Route["handle"]): Route {
  const paths = new Set(["/", CONSOLE_PATH, `${CONSOLE_PATH}/`, EVENTS, ...Object.keys(FILES)]);
  return {
    // What is signed for AWS is a call, whatever its path.
    matches: ({ method, path, headers }) =>
      (method === "GET" || method === "HEAD") && paths.has(path) && headers.authorization === undefined,
    handle: get,
  };
}

function send({ method }: HttpRequest, response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { ...HEADERS, "content-type": type });
  response.end(method === "HEAD" ? undefined : body);
}
