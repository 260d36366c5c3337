/** The service's HTTP API, as a person with AWS credentials uses it: requests are signed for `execute-api`. */
import { STSClient } from "@aws-sdk/client-sts";
import type { PublicQuestion } from "../shared/approve/http-api.ts";
import type { ActionRecord, AuditEntry, Finding } from "../shared/record/ledger.ts";
import { isObject, stringAt } from "../shared/sagemaker/document.ts";
import { namedRegion } from "./aws-region.ts";
import { CommandError, type Io } from "./io.ts";

/** Milliseconds; API Gateway gives up after 30 seconds. */
const TIMEOUT = 30_000;

/** The members the commands read; an answer of the service's own routes. */
export interface FindingDetail {
  finding: Finding;
  question: PublicQuestion | null;
  actions: ActionRecord[];
  audit: AuditEntry[];
}

export interface Answer {
  option: string;
  digest: string | null;
  reason: string | null;
}

/** Every method throws CommandError: with the service's sentence for a refusal, else with what to do. */
export interface Api {
  findings(): Promise<Finding[]>;
  finding(id: string): Promise<FindingDetail>;
  question(id: string): Promise<PublicQuestion>;
  answer(questionId: string, answer: Answer): Promise<{ message: string; repeated: boolean }>;
}

/** Without `api`, whatever AWS_ENDPOINT_URL puts on this machine: the local account has all of AWS on one port. */
export function connect({ api }: { api?: string }, { env }: Pick<Io, "env">): Api {
  const base = baseUrl(api ?? localEndpoint(env));
  const sign = createSigner(base, env);
  const get = (path: string) => request(base, sign, "GET", path, undefined);
  return {
    findings: async () => (await get("/findings")).findings as Finding[],
    finding: async (id) => (await get(`/findings/${id}`)) as unknown as FindingDetail,
    question: async (id) => (await get(`/questions/${id}`)).question as PublicQuestion,
    async answer(questionId, answer) {
      const answered = await request(base, sign, "POST", `/questions/${questionId}/answer`, answer);
      return { message: String(answered.message), repeated: answered.result === "repeated" };
    },
  };
}

/** Ids as the service makes them. Throws CommandError for any other text, which could be another path. */
export function checkedId(id: string): { id: string; type: "finding" | "question" } {
  const type = { f: "finding", q: "question" } as const;
  const match = /^([fq])-[a-z0-9]{1,64}$/.exec(id);
  const letter = match?.[1] as "f" | "q" | undefined;
  if (letter === undefined) {
    throw new CommandError(
      `"${id}" is no id; findings begin with f-, questions with q- (\`sagefence findings\` lists them)`,
    );
  }
  return { id, type: type[letter] };
}

function baseUrl(api: string | undefined): URL {
  if (api === undefined || api === "") {
    throw new CommandError(
      "which service? Set --api or SAGEFENCE_API to the deployment's HttpApiUrl output, or to http://127.0.0.1:4599 for the local account that npm start runs",
    );
  }
  const url = URL.canParse(api) ? new URL(api) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new CommandError(`"${api}" is no address of an API; it begins with https:// and has no question mark`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new CommandError(`${url.origin} is not encrypted; only an API on this machine may be called by http`);
  }
  return url;
}

function localEndpoint({ AWS_ENDPOINT_URL: url }: Io["env"]): string | undefined {
  return url !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname) ? url : undefined;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

interface Signable {
  method: string;
  path: string;
  body: string | undefined;
}

type Signer = (request: Signable) => Promise<Record<string, string>>;

/** Signs with the credentials that any AWS tool would use here. */
function createSigner(base: URL, env: Io["env"]): Signer {
  const region = regionOf(base, env);
  const { config } = new STSClient(region === undefined ? {} : { region });
  return async ({ method, path, body }) => {
    const headers = { host: base.host, ...(body !== undefined && { "content-type": "application/json" }) };
    const { protocol, hostname } = base;
    const port = base.port === "" ? {} : { port: Number(base.port) };
    try {
      const signingRegion = await config.region();
      const signer = await config.signer({ name: "sigv4", signingName: "execute-api", signingRegion, properties: {} });
      const unsigned = { method, protocol, hostname, ...port, path, query: {}, headers, body };
      return (await signer.sign(unsigned)).headers;
    } catch (error) {
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      throw new CommandError(`cannot sign: ${reason}; set AWS credentials as for the AWS CLI`, { cause: error });
    }
  };
}

/** The region in an API Gateway address is the one to sign for, whatever else is set. */
function regionOf(base: URL, env: Io["env"]): string | undefined {
  const [, inAddress] = /\.execute-api\.([a-z0-9-]+)\.amazonaws\./.exec(base.hostname) ?? [];
  return inAddress ?? namedRegion(env);
}

async function request(
  base: URL,
  sign: Signer,
  method: "GET" | "POST",
  route: string,
  payload: object | undefined,
): Promise<Record<string, unknown>> {
  const path = `${base.pathname.replace(/\/$/, "")}${route}`;
  const body = payload === undefined ? undefined : JSON.stringify(payload);
  const headers = await sign({ method, path, body });
  const response = await send(new URL(path, base), { method, headers, ...(body !== undefined && { body }) });
  return readAnswer(response, base);
}

async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    throw new CommandError(`${url.origin} does not answer (${networkReason(error)}); check --api or SAGEFENCE_API`, {
      cause: error,
    });
  }
}

async function readAnswer(response: Response, base: URL): Promise<Record<string, unknown>> {
  const answer = await response.json().catch(() => null);
  if (response.ok && isObject(answer)) return answer;
  const said = isObject(answer) ? (stringAt(answer, "message") ?? stringAt(answer, "Message")) : undefined;
  const refusal = isObject(answer) ? stringAt(answer, "error") : undefined;
  if (refusal !== undefined && said !== undefined) {
    throw new CommandError(refusal === "not-found" ? `${said} \`sagefence findings\` lists what is open.` : said);
  }
  const meaning = response.status === 403 ? "your credentials may not call it" : "that is no sagefence API";
  const detail = said === undefined ? `HTTP ${response.status}` : `HTTP ${response.status}: ${said}`;
  throw new CommandError(`${base.origin}: ${meaning} (${detail})`);
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return `nothing for ${TIMEOUT / 1000} s`;
  const cause = error.cause;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
