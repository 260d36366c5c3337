/** `npm start`: brings up the local account with its console, and a morning happens in it. */
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Paint, painter } from "../cli/style.ts";
import { PackageError, packageService, type ServicePackage } from "../scripts/package.ts";
import { PolicyError } from "../shared/decide/resolve-policy.ts";
import { ACCOUNT_ID, DEFAULT_PORT, type LocalAccount, REGION, startAccount } from "./account.ts";
import { addConsole } from "./console/index.ts";
import type { Notice } from "./morning/answers.ts";
import { MorningEndedError } from "./morning/watch.ts";
import { IDENTITIES, morningDelay, runMorning } from "./morning.ts";
import { createOnce, lineOf, type Told, tell, tellLog } from "./story.ts";

const ROOT = resolve(import.meta.dirname, "..");
const POLICY = resolve(ROOT, "infra/policy/local.yaml");
const DEFAULT_EVENT_DELAY = 1_000;
/** How much later than others the event of the job that already computes comes, in milliseconds. */
const LATE = 9_000;
const PACE = 2_500;
const PATIENCE = 45_000;
/** AWS's own waits are minutes; here a look every second and a half is soon enough. */
const LAMBDA_SPEEDS = { waits: 0.1, retries: 0.05 };
/** Milliseconds after which packaging is worth a word, and after which an end that hangs is cut short. */
const NOTICEABLE = 300;
const LAST_MOMENT = 800;

const HELP = `npm start [-- --port N] [--quiet] [--event-delay MS]

  --port N            where the account listens, on this machine only (${DEFAULT_PORT}; 0 takes a free port)
  --quiet             leaves out the scripted morning
  --event-delay MS    milliseconds between a call and its CloudTrail event (${DEFAULT_EVENT_DELAY})
  --help              this text
`;

/** What the program touches outside the account. */
export interface MainIo {
  out(text: string): void;
  err(text: string): void;
  env: Readonly<Record<string, string | undefined>>;
  outIsTerminal: boolean;
}

/** A wrong argument, or a machine that does not let the account start: one line that says what to do. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
  }
}

export interface Arguments {
  port: number;
  quiet: boolean;
  eventDelay: number;
  help: boolean;
}

/** Throws StartError. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values } = parse(argv);
  return {
    port: wholeNumber("--port", values.port, DEFAULT_PORT, 65_535),
    eventDelay: wholeNumber("--event-delay", values["event-delay"], DEFAULT_EVENT_DELAY, 3_600_000),
    quiet: values.quiet ?? false,
    help: values.help ?? false,
  };
}

function parse(argv: readonly string[]) {
  const options = {
    port: { type: "string" },
    "event-delay": { type: "string" },
    quiet: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...argv], options });
  } catch (error) {
    const [sentence = ""] = reasonOf(error).split("\n");
    throw new StartError(`${sentence.replace(/\. To specify.*$/, "")} (npm start -- --help)`, { cause: error });
  }
}

function wholeNumber(name: string, text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new StartError(`${name} takes a whole number from 0 to ${most}, not "${text}"`);
}

export interface Running {
  account: LocalAccount;
  /** Resolves when the morning is over; at once when there is none. */
  morning: Promise<void>;
  close(): Promise<void>;
}

/** Starts everything. Throws StartError when the port is taken or the service cannot be packaged. */
export async function start(args: Arguments, io: MainIo): Promise<Running> {
  const paint = painter(io);
  const { templatePath } = await packaged(io);
  const startedAt = new Date();
  const say = (line: Told | null) => (line === null ? undefined : io.out(lineOf(line, startedAt, paint)));
  const sayOnce = createOnce();
  const account = await startAccount({
    packaged: { templatePath },
    port: args.port,
    identities: IDENTITIES,
    eventDelayMs: morningDelay(args.eventDelay, LATE),
    speeds: { lambda: LAMBDA_SPEEDS },
    log: (line) => say(sayOnce(tellLog(line))),
  }).catch((error: unknown) => {
    throw isPortTaken(error) ? portTaken(args.port, error) : error;
  });
  const webConsole = addConsole(account);
  const ending = new AbortController();
  io.out(banner(account.url, paint));
  tellStory(account, say);
  return {
    account,
    morning: args.quiet ? Promise.resolve() : haveMorning(account, say, ending.signal, io, paint),
    async close() {
      ending.abort();
      webConsole.close();
      await account.close();
    },
  };
}

function tellStory(account: LocalAccount, say: (line: Told | null) => void): void {
  const roles = account.stack.roles.map(({ name }) => `:assumed-role/${name}/`);
  const isService = (arn: string) => roles.some((role) => arn.includes(role));
  const momentOf = (id: string) =>
    account.messages().topics.find((message) => message.id === id)?.attributes.moment?.StringValue;
  account.subscribe((happening) => say(tell(happening, { isService, momentOf })));
}

async function packaged(io: MainIo): Promise<ServicePackage> {
  const word = setTimeout(() => io.out("Packaging the service, as for a deployment…\n"), NOTICEABLE);
  try {
    return await packageService({ stage: "local", policyFile: POLICY });
  } catch (error) {
    if (!(error instanceof PackageError || error instanceof PolicyError)) throw error;
    throw new StartError(error.message, { cause: error });
  } finally {
    clearTimeout(word);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

function portTaken(port: number, cause: unknown): StartError {
  const other = port < 65_535 ? port + 1 : DEFAULT_PORT;
  return new StartError(`port ${port} is in use; end what listens there, or: npm start -- --port ${other}`, { cause });
}

function banner(url: string, paint: Paint): string {
  return `
${paint("bold", "sagefence")} in a local AWS account, ${ACCOUNT_ID} in ${REGION}

  Console    ${paint("cyan", url)}
  AWS calls  --endpoint-url ${url}, with any user's name as access key
  Policy     ${relative(process.cwd(), POLICY)}
  End        Ctrl-C

`;
}

async function haveMorning(
  account: LocalAccount,
  say: (line: Told) => void,
  signal: AbortSignal,
  io: MainIo,
  paint: Paint,
): Promise<void> {
  try {
    const notice = await runMorning({ account, pace: PACE, patience: PATIENCE, tell: say, signal });
    io.out(farewell(account.url, notice, paint));
  } catch (error) {
    if (error instanceof MorningEndedError || signal.aborted) return;
    io.err(`sagefence: the morning ended early (${reasonOf(error)}); the account goes on\n`);
  }
}

function farewell(url: string, notice: Notice | null, paint: Paint): string {
  const keys = `AWS_ACCESS_KEY_ID=you AWS_SECRET_ACCESS_KEY=any AWS_REGION=${REGION}`;
  const decide = [
    "One decision is yours: what should become of jane's notebook churn-dev?",
    "",
    `  In the browser   ${paint("cyan", notice?.link ?? "")}`,
    `  Or by command    export ${keys} SAGEFENCE_API=${url}`,
    `                   npx sagefence approve ${notice?.id ?? ""} recreate-beside`,
  ];
  const lines = [
    "",
    paint("bold", "The morning is over."),
    ...(notice === null ? [] : decide),
    "",
    "Make a bad notebook yourself, with the AWS CLI or boto3; then approve with another user's key:",
    "",
    `  AWS_ACCESS_KEY_ID=you AWS_SECRET_ACCESS_KEY=any aws --region ${REGION} --endpoint-url ${url} \\`,
    "    sagemaker create-notebook-instance --notebook-instance-name mine \\",
    `    --instance-type ml.t3.medium --role-arn arn:aws:iam::${ACCOUNT_ID}:role/data-science-execution`,
    "",
    `Everything is in the console: ${paint("cyan", url)}`,
    "",
  ];
  return `${lines.join("\n")}\n`;
}

async function main(): Promise<void> {
  const io: MainIo = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    outIsTerminal: process.stdout.isTTY === true,
  };
  process.stdout.on("error", () => process.exit(0));
  let running: Running | null = null;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), LAST_MOMENT).unref();
      void (running?.close() ?? Promise.resolve()).catch(() => {}).then(() => process.exit(0));
    });
  }
  try {
    const args = readArguments(process.argv.slice(2));
    if (args.help) return io.out(HELP);
    running = await start(args, io);
    await running.morning;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    io.err(`sagefence: ${error.message}\n`);
    process.exit(2);
  }
}

if (import.meta.main) await main();
