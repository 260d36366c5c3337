/** The service's real HTTP routes behind a port: what a deployed API is to the command line. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { readAuthorization } from "../../sandbox/wire/signature.ts";
import { createFixture, eventOf, type Fixture } from "../approve/http-fixture.ts";
import type { LocalTable } from "../record/local-table.ts";

export interface Service extends Fixture {
  url: string;
  /** Credential scopes of the requests so far: `oncall/eu-west-1/execute-api`. */
  signedFor: string[];
  /** Answers with this instead, as API Gateway does when it refuses. */
  gateway: { status: number; body: string } | null;
  stop(): Promise<void>;
}

/** Access keys belong to users named after them; `jane` is the creator of the fixture's resource. */
export async function startService(table: LocalTable): Promise<Service> {
  const fixture = await createFixture(table);
  const service = { ...fixture, url: "", signedFor: [] as string[], gateway: null as Service["gateway"] };
  const server = createServer(async (request, response) => {
    const { status, body } = service.gateway ?? (await answer(request, service));
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return Object.assign(service, { stop });
}

async function answer(request: IncomingMessage, service: Omit<Service, "stop">) {
  const { accessKeyId, region, service: signed } = readAuthorization(request.headers.authorization);
  service.signedFor.push(`${accessKeyId}/${region}/${signed}`);
  const account = "arn:aws:iam::111122223333";
  const caller =
    accessKeyId === "jane"
      ? `arn:aws:sts::111122223333:assumed-role/data-science/jane`
      : `${account}:user/${accessKeyId}`;
  const body = await text(request);
  const parts = { method: request.method ?? "", path: request.url ?? "", caller, ...(body !== "" && { body }) };
  const { statusCode, body: answered } = await service.call(eventOf(parts));
  return { status: statusCode, body: answered };
}
