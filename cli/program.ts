/** What the command line offers. The code behind a command is loaded when the command is used. */
import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import type { Format, Io } from "./io.ts";
import { addAssess, addPath, addScan } from "./program/assessing.ts";
import { formatOption, type Perform } from "./program/options.ts";

const DESCRIPTION =
  "One network policy for Amazon SageMaker, with a person in the loop. assess, rules, coverage and policy work on files alone; scan and path read an account; findings, approve, reject and test-message talk to a deployed service, or to the local account that `npm start` runs.";

/** Builds the parser; `perform` is handed the work of the command that was named. */
export function buildProgram(io: Io, perform: Perform): Command {
  const program = new Command("sagefence")
    .description(DESCRIPTION)
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showHelpAfterError("(sagefence --help says what there is)")
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text) => io.err(text.replace(/^error: /, "sagefence: ")),
    })
    .exitOverride();
  addAssess(program, io, perform);
  addScan(program, io, perform);
  addPath(program, io, perform);
  addRules(program, io, perform);
  addCoverage(program, io, perform);
  addPolicy(program, io, perform);
  addFindings(program, io, perform);
  addAnswers(program, io, perform);
  addTestMessage(program, io, perform);
  return program;
}

function version(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function addRules(program: Command, io: Io, perform: Perform): void {
  program
    .command("rules")
    .summary("list the rules; with an id: what, why, and how to make it right")
    .description("Lists the rules. With an id: what it wants, why, and how to make it right, with code to paste.")
    .argument("[id]", "a rule")
    .addOption(formatOption())
    .action(async (id: string | undefined, { format }: { format: Format }) => {
      const { runRules } = await import("./rules.ts");
      await perform(runRules(id, format, io));
    });
}

function addCoverage(program: Command, io: Io, perform: Perform): void {
  program
    .command("coverage")
    .summary("list SageMaker's network settings, and the rules that judge them")
    .description(
      "Lists what SageMaker's calls can say about networks: the rules that judge it, the IAM condition key that can prevent it, or the reason for leaving it alone. Exit code: 1 with a setting that has neither a rule nor a reason, else 0.",
    )
    .argument("[operation]", "one operation: CreateModel")
    .addOption(formatOption())
    .action(async (operation: string | undefined, { format }: { format: Format }) => {
      const { runCoverage } = await import("./coverage.ts");
      await perform(runCoverage(operation, format, io));
    });
}

function addPolicy(program: Command, io: Io, perform: Perform): void {
  const policy = program
    .command("policy")
    .summary("check and write policy files")
    .description("Checks policy files, and helps to write them.");
  policy
    .command("validate")
    .description("Says what is wrong with a policy file, one problem a line. Exit code 2 when it cannot be used.")
    .argument("<file>", "a policy file (YAML or JSON)")
    .addOption(formatOption())
    .action(async (file: string, { format }: { format: Format }) => {
      const { runValidate } = await import("./policy.ts");
      await perform(runValidate(file, format, io));
    });
  policy
    .command("init")
    .description("Writes a commented policy to start from: to standard output, or to a new file.")
    .argument("[file]", "where to write it")
    .option("--force", "write over a file that is there", false)
    .action(async (file: string | undefined, { force }: { force: boolean }) => {
      const { runInit } = await import("./policy.ts");
      await perform(runInit(file, force, io));
    });
  policy
    .command("schema")
    .description("Prints the JSON schema of policy files, for editors: sagefence policy schema > policy.schema.json")
    .action(async () => {
      const { runSchema } = await import("./policy.ts");
      await perform(runSchema(io));
    });
}

function apiOption(): Option {
  return new Option("--api <url>", "the service's API (the deployment's output; also in SAGEFENCE_API)").env(
    "SAGEFENCE_API",
  );
}

const API_HELP = `
The call is signed with your AWS credentials (environment, profile, SSO, role). In the local account
any access key will do: an unknown one belongs to an IAM user of that name.`;

function addFindings(program: Command, io: Io, perform: Perform): void {
  program
    .command("findings")
    .summary("list what is open; with an id: one finding, with everything that happened")
    .description("Lists open findings. With an id: one finding, its question, and everything that happened to it.")
    .argument("[id]", "a finding")
    .addOption(apiOption())
    .addOption(formatOption())
    .addHelpText("after", API_HELP)
    .action(async (id: string | undefined, options) => {
      const { runFindings } = await import("./findings.ts");
      await perform(runFindings(id, options, io));
    });
}

function addAnswers(program: Command, io: Io, perform: Perform): void {
  program
    .command("approve")
    .summary("say yes to one option of a question")
    .description("Shows what an option does and what is lost by it, asks once more, and approves exactly that.")
    .argument("<id>", "the question, or the finding it belongs to")
    .argument("<option>", "one of its options")
    .option("--reason <text>", "why, for the audit trail")
    .option("-y, --yes", "do not ask once more", false)
    .addOption(apiOption())
    .addHelpText("after", API_HELP)
    .action(async (id: string, option: string, options) => {
      const { runApprove } = await import("./answer.ts");
      await perform(runApprove(id, option, options, io));
    });
  program
    .command("reject")
    .summary("say no to a question")
    .description("Turns a question down: none of its options is carried out.")
    .argument("<id>", "the question, or the finding it belongs to")
    .option("--reason <text>", "why, for the audit trail")
    .addOption(apiOption())
    .addHelpText("after", API_HELP)
    .action(async (id: string, options) => {
      const { runReject } = await import("./answer.ts");
      await perform(runReject(id, options, io));
    });
}

function addTestMessage(program: Command, io: Io, perform: Perform): void {
  program
    .command("test-message")
    .summary("send one test message to each channel")
    .description(
      "Sends one test message to each channel of the deployment, or only to those that are named. Uses your AWS credentials.",
    )
    .addOption(new Option("--text-topic <arn>", "SNS topic for people (also in TEXT_TOPIC_ARN)").env("TEXT_TOPIC_ARN"))
    .addOption(
      new Option("--chat-topic <arn>", "SNS topic for Amazon Q Developer (also in CHAT_TOPIC_ARN)").env(
        "CHAT_TOPIC_ARN",
      ),
    )
    .addOption(
      new Option("--slack-queue <url>", "SQS queue for Slack (also in SLACK_QUEUE_URL)").env("SLACK_QUEUE_URL"),
    )
    .action(async (options) => {
      const { runTestMessage } = await import("./test-message.ts");
      await perform(runTestMessage(options, io));
    });
}
