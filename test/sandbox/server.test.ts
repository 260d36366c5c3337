import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createHttpServer, type HttpServer, underHost, underPath } from "../../sandbox/server.ts";

let server: HttpServer;
let url: string;
beforeAll(async () => {
  server = createHttpServer();
  server.add(underPath("/_sagefence", ({ path, query }, response) => void response.end(`console ${path} ${query}`)));
  server.add(underHost("abc.execute-api.localhost", ({ body }, response) => void response.end(`api ${body}`)));
  server.add(
    underPath("/broken", () => {
      throw new Error("boom");
    }),
  );
  server.fallback(({ method, path }, response) => void response.end(`aws ${method} ${path}`));
  url = await server.listen(0);
});
afterAll(() => server.close());

const text = async (path: string, init?: RequestInit) => (await fetch(`${url}${path}`, init)).text();

describe("the server", () => {
  it("listens on the loopback interface", () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("routes by path, by host, and the rest to the fallback", async () => {
    expect(await text("/_sagefence/health?a=1&b=%20")).toBe("console /_sagefence/health a=1&b=+");
    expect(await text("/_sagefence")).toBe("console /_sagefence ");
    expect(await text("/_sagefencer")).toBe("aws GET /_sagefencer");
    expect(await text("/a%2Fb//c", { method: "PUT" })).toBe("aws PUT /a%2Fb//c");
    const api = await raw(`POST / HTTP/1.1\r\nHost: ABC.execute-api.localhost:1\r\nContent-Length: 2\r\n\r\nhi`);
    expect(api).toContain("api hi");
  });

  it("refuses large bodies before a route sees them", async () => {
    const answer = await fetch(`${url}/_sagefence/x`, { method: "POST", body: "x".repeat(9 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });

  it("answers 500 when a handler throws, and goes on", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await fetch(`${url}/broken`)).status).toBe(500);
    expect(log).toHaveBeenCalledOnce();
    expect(await text("/still")).toBe("aws GET /still");
  });

  it("survives what is no HTTP, and senders that go away", async () => {
    expect(await raw("nonsense\r\n\r\n")).toContain("400 Bad Request");
    const { port } = new URL(url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\npart");
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect(await text("/still")).toBe("aws GET /still");
  });

  it("says when its port is taken", async () => {
    const second = createHttpServer();
    await expect(second.listen(Number(new URL(url).port))).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(request));
    socket.once("data", (data) => {
      resolve(String(data));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}
