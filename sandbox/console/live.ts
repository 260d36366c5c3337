/** Live updates: whoever looks at the console is sent the sections that changed. */
import type { ServerResponse } from "node:http";
import type { Html } from "../../shared/approve/html.ts";

/** Milliseconds between two looks at the account, at least. */
const PAUSE = 400;
/** Milliseconds between the lines that keep a silent stream open. */
const HEARTBEAT = 20_000;

export interface Live {
  /** Streams to this response: everything now, then what changes. */
  connect(response: ServerResponse): Promise<void>;
  /** Something may be different; looks soon, unless nobody watches. */
  changed(): void;
  close(): void;
}

export function createLive(render: () => Promise<Record<string, Html>>): Live {
  const viewers = new Map<ServerResponse, Map<string, string>>();
  let due: NodeJS.Timeout | null = null;
  let busy = false;
  let again = false;
  const heartbeat = setInterval(() => {
    for (const response of viewers.keys()) response.write(": still here\n\n");
  }, HEARTBEAT).unref();

  async function update(): Promise<void> {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const sections = await render();
      for (const [response, sent] of viewers) sendChanges(response, sent, sections);
    } catch (error) {
      console.error("the console could not be updated", error);
    } finally {
      busy = false;
    }
    if (again) {
      again = false;
      changed();
    }
  }

  function changed(): void {
    if (viewers.size === 0 || due !== null) return;
    due = setTimeout(() => {
      due = null;
      void update();
    }, PAUSE);
  }

  return {
    changed,
    async connect(response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("retry: 2000\n\n");
      viewers.set(response, new Map());
      response.on("close", () => viewers.delete(response));
      await update();
    },
    close() {
      clearInterval(heartbeat);
      if (due !== null) clearTimeout(due);
      for (const response of viewers.keys()) response.end();
      viewers.clear();
    },
  };
}

/** One event a changed section: `{"id", "html"}`. */
function sendChanges(response: ServerResponse, sent: Map<string, string>, sections: Record<string, Html>): void {
  for (const [id, { text }] of Object.entries(sections)) {
    if (sent.get(id) === text) continue;
    sent.set(id, text);
    response.write(`event: section\ndata: ${JSON.stringify({ id, html: text })}\n\n`);
  }
}
