/** Where people and programs answer: routes of an HTTP API (payload format 2.0). GET and HEAD never change anything. */
import { LedgerUnavailableError } from "../record/errors.ts";
import { getFinding, getFindings, getQuestion, postAnswer } from "./http-api.ts";
import { answerPage, type PageDeps, showPage } from "./http-page.ts";
import { type HttpRequest, readRequest } from "./http-request.ts";
import { type HttpResponse, jsonRefusal, pageRefusal } from "./http-response.ts";
import { type Refusal, RefusalError } from "./refusals.ts";

export interface AnswerApprovalDeps extends PageDeps {
  log: PageDeps["log"] & {
    info(message: string, detail: Record<string, unknown>): void;
    error(message: string, detail: Record<string, unknown>): void;
  };
}

interface Route {
  name: string;
  path: RegExp;
  get?: Handler;
  post?: Handler;
}

type Handler = (deps: AnswerApprovalDeps, request: HttpRequest, id: string) => Promise<HttpResponse>;

const ROUTES: readonly Route[] = [
  { name: "findings", path: /^\/findings()$/, get: ({ ledger }, request) => getFindings(ledger, request) },
  {
    name: "finding",
    path: /^\/findings\/(f-[a-z0-9]{1,64})$/,
    get: ({ ledger }, request, id) => getFinding(ledger, request, id),
  },
  {
    name: "question",
    path: /^\/questions\/(q-[a-z0-9]{1,64})$/,
    get: ({ ledger }, request, id) => getQuestion(ledger, request, id),
  },
  { name: "answer", path: /^\/questions\/(q-[a-z0-9]{1,64})\/answer$/, post: postAnswer },
  { name: "page", path: /^\/q\/(q-[a-z0-9]{1,64})$/, get: showPage, post: answerPage },
];

/** The handler of every route. It never throws: what goes wrong becomes an answer, and is logged without secrets. */
export function createAnswerApproval(deps: AnswerApprovalDeps): (event: unknown) => Promise<HttpResponse> {
  return async (event) => {
    let request: HttpRequest | null = null;
    try {
      request = readRequest(event);
      const response = await route(deps, request);
      return request.method === "HEAD" ? { ...response, body: "" } : response;
    } catch (error) {
      return failure(deps, request, error);
    }
  };
}

async function route(deps: AnswerApprovalDeps, request: HttpRequest): Promise<HttpResponse> {
  for (const candidate of ROUTES) {
    const match = candidate.path.exec(request.path);
    if (match !== null) return call(candidate, match[1] ?? "", deps, request);
  }
  return refusalResponse("not-found", request);
}

async function call(found: Route, id: string, deps: AnswerApprovalDeps, request: HttpRequest): Promise<HttpResponse> {
  const handler = handlerOf(found, request.method);
  const response =
    handler === undefined
      ? refusalResponse("method-not-allowed", request, allowedMethods(found))
      : await handler(deps, request, id);
  deps.log.info("Request answered", { route: found.name, method: request.method, id, status: response.statusCode });
  return response;
}

function handlerOf(found: Route, method: string): Handler | undefined {
  if (method === "POST") return found.post;
  return method === "GET" || method === "HEAD" ? found.get : undefined;
}

function allowedMethods({ get, post }: Route): string {
  return [...(get ? ["GET", "HEAD"] : []), ...(post ? ["POST"] : [])].join(", ");
}

function failure(deps: AnswerApprovalDeps, request: HttpRequest | null, error: unknown): HttpResponse {
  if (error instanceof RefusalError) return refusalResponse(error.reason, request);
  deps.log.error("Request failed", { error });
  return refusalResponse(error instanceof LedgerUnavailableError ? "ledger-unavailable" : "internal", request);
}

/** A page where a person looks, JSON everywhere else. */
function refusalResponse(reason: Refusal, request: HttpRequest | null, allow?: string): HttpResponse {
  const isPage = request?.path.startsWith("/q/") ?? false;
  const response = isPage ? pageRefusal(reason, allow) : jsonRefusal(reason, allow);
  return request?.method === "HEAD" ? { ...response, body: "" } : response;
}
