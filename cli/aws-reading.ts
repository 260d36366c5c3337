/** Clients with which a person reads an account: the SDK's usual credentials, every call counted. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createCallCounter } from "../shared/aws/call-counter.ts";
import { createEc2Api, type Ec2Api } from "../shared/aws/ec2.ts";
import { errorCode, isDenied, isThrottled } from "../shared/aws/errors.ts";
import { createSageMakerApi, type SageMakerApi } from "../shared/aws/sagemaker.ts";
import { isObject } from "../shared/sagemaker/document.ts";
import { regionSet } from "./aws-region.ts";
import { CommandError, type Io } from "./io.ts";

/** Clients of one Region. */
export interface RegionClients {
  sageMaker: SageMakerApi;
  ec2: Ec2Api;
}

export interface ReadingClients {
  /**
   * Whose credentials these are, as STS of that Region tells; null where it does not. Throws CommandError where there are
   * none, or none that are valid.
   */
  account(region: string): Promise<string | null>;
  /** The Region that the environment means. */
  region(): Promise<string>;
  inRegion(region: string): RegionClients;
  /** How many calls there were: `sagemaker:ListModels`. */
  counts(): Record<string, number>;
}

/** As those of the service: retries what may work later. */
const PATIENT = {
  maxAttempts: 5,
  retryMode: "adaptive",
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
};

export function createReadingClients({ env }: Pick<Io, "env">): ReadingClients {
  const counters = { sagemaker: createCallCounter(), ec2: createCallCounter(), sts: createCallCounter() };
  return {
    account: (region) => accountOf(counters.sts.counted(createStsApi(region))),
    region: async () => regionSet(env) ?? regionOfProfile(env),
    inRegion: (region) => ({
      sageMaker: counters.sagemaker.counted(createSageMakerApi(new SageMakerClient({ region, ...PATIENT }))),
      ec2: counters.ec2.counted(createEc2Api(new EC2Client({ region, ...PATIENT }))),
    }),
    counts: () =>
      Object.fromEntries(Object.entries(counters).flatMap(([name, { counts }]) => prefixed(name, counts()))),
  };
}

/** Why the credentials are of no use anywhere, as a sentence; null where that is not what the error says. */
export function credentialsProblem(error: unknown): string | null {
  const code = errorCode(error);
  const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
  if (NO_CREDENTIALS.has(code)) {
    return `there are no AWS credentials to use (${said}); set them as for the AWS CLI, read-only ones are enough`;
  }
  if (!REFUSED_CREDENTIALS.has(code)) return null;
  return `AWS does not take the credentials (${code}); renew them, or choose others with AWS_PROFILE`;
}

/** Why nobody answered, as a clause with a way forward; null where AWS did, if only with a refusal. */
export function silenceProblem(error: unknown, { env }: Pick<Io, "env">): string | null {
  if (isDenied(error) || isThrottled(error)) return null;
  const { httpStatusCode: status, requestId } = metadataOf(error);
  if (status !== undefined && status < 500 && requestId !== undefined) return null;
  const code = networkCode(error, status);
  return `SageMaker does not answer (${code}); ${wayForward(code, env)}`;
}

/** Only an answer of AWS has a request's id. */
function metadataOf(error: unknown): { httpStatusCode?: number; requestId?: string } {
  return error instanceof Error && "$metadata" in error && isObject(error.$metadata) ? error.$metadata : {};
}

function wayForward(code: string, { AWS_ENDPOINT_URL: endpoint }: Io["env"]): string {
  if (endpoint !== undefined) return `does anything run at AWS_ENDPOINT_URL, ${endpoint}?`;
  const isName = ["ENOTFOUND", "EAI_AGAIN"].includes(code);
  return isName ? "is there such a Region, with SageMaker, and a network here?" : "try again, or leave the Region out";
}

function networkCode(error: unknown, status: number | undefined): string {
  if (status !== undefined) return `HTTP ${status}`;
  if (!(error instanceof Error)) return "Unknown";
  return "code" in error ? String(error.code) : error.name;
}

const NO_CREDENTIALS = new Set(["CredentialsProviderError", "ProviderError", "TokenProviderError"]);
const REFUSED_CREDENTIALS = new Set([
  ...["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidSignatureException"],
  ...["SignatureDoesNotMatch", "UnrecognizedClientException", "AuthFailure", "IncompleteSignature"],
]);

async function accountOf(asks: Pick<SageMakerApi, "call">): Promise<string | null> {
  try {
    const { Account } = await asks.call("GetCallerIdentity", {});
    return typeof Account === "string" ? Account : null;
  } catch (error) {
    const problem = credentialsProblem(error);
    if (problem === null) return null;
    throw new CommandError(problem, { cause: error });
  }
}

function createStsApi(region: string): Pick<SageMakerApi, "call"> {
  const client = new STSClient({ region, maxAttempts: 3 });
  return { call: async () => ({ ...(await client.send(new GetCallerIdentityCommand({}))) }) };
}

async function regionOfProfile({ AWS_PROFILE: profile }: Io["env"]): Promise<string> {
  try {
    return await new STSClient({}).config.region();
  } catch (error) {
    const which =
      profile === undefined ? "no Region is set" : `the profile ${profile} names no Region, or does not exist`;
    throw new CommandError(`${which}; name one with --regions, or set AWS_REGION`, { cause: error });
  }
}

function prefixed(service: string, counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).map(([operation, count]) => [`${service}:${operation}`, count]);
}
