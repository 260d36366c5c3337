/** The commands that judge: files, an account, one resource's network. */
import { type Command, Option } from "commander";
import { type Io, SCAN_FORMATS } from "../io.ts";
import { formatOption, type Perform } from "./options.ts";

export function addAssess(program: Command, io: Io, perform: Perform): void {
  program
    .command("assess")
    .summary("say what is wrong with resources described in files")
    .description(
      'Assesses CloudTrail records ({"Records":[…]} too), EventBridge events and Describe answers, one or many a file: JSON, JSON lines or gzip. Exit code: 1 with a violation, else 2 with something unknown or unreadable, else 0.',
    )
    .argument("[file...]", "files to assess; - for standard input")
    .usage("[options] <file...>")
    .option("--policy <file>", "policy to judge by (default: the empty policy)")
    .addOption(rulesOption())
    .option(
      "--facts <file...>",
      "Describe answers, of SageMaker and EC2, in which to look up what the files leave out",
      [],
    )
    .option("--without-network", "leave out the rules that need EC2's answers")
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Rules about the network itself need what EC2 says: \`aws ec2 describe-subnets > subnets.json\` and the like.

Examples:
  sagefence assess events/create-notebook-instance/*.json
  aws sagemaker describe-notebook-instance --notebook-instance-name nb | sagefence assess -
  sagefence assess trail.json.gz --policy policy.yaml --format json
  sagefence assess endpoint-config.json --facts model-a.json subnets.json route-tables.json`,
    )
    .action(async (files: string[], { withoutNetwork = false, ...options }) => {
      const { runAssess } = await import("../assess/command.ts");
      await perform(runAssess(files, { ...options, network: !withoutNetwork }, io));
    });
}

function rulesOption(): Option {
  return new Option("--rules <which>", "policy: the rules that are on; all: every rule, at its strictest")
    .choices(["policy", "all"])
    .default("policy");
}

export function addScan(program: Command, io: Io, perform: Perform): void {
  program
    .command("scan")
    .summary("say what is wrong with everything that an account has")
    .description(
      "Lists, describes and assesses an account's SageMaker resources and the network around them, with your AWS credentials (read-only ones are enough). Exit code: 1 with a violation, else 2 with anything that could not be read, else 0.",
    )
    .option("--kinds <kinds>", "resource kinds to look at: notebook-instance,endpoint-config (default: all)")
    .option("--regions <regions>", "Regions to look in: eu-west-1,us-east-1 (default: the environment's)")
    .option("--policy <file>", "policy to judge by (default: the empty policy)")
    .addOption(rulesOption())
    .addOption(formatOption(SCAN_FORMATS))
    .option("--out <file>", "where to write it (default: standard output)")
    .addHelpText(
      "after",
      `
How many API calls were made is told on standard error. AWS_ENDPOINT_URL leads to the local account that npm start runs.

Examples:
  sagefence scan
  sagefence scan --regions eu-west-1,us-east-1 --policy policy.yaml --format html --out report.html
  sagefence scan --kinds notebook-instance,domain --rules all --format json > scan.json`,
    )
    .action(async (options) => {
      const { runScan } = await import("../scan/command.ts");
      await perform(runScan(options, io));
    });
}

export function addPath(program: Command, io: Io, perform: Perform): void {
  program
    .command("path")
    .summary("show the ways from a resource to the internet, hop by hop")
    .description(
      "Shows the ways from a resource's subnets to the internet as a tree, and what the resource reaches. An ARN is looked up with your AWS credentials; a file holds a Describe answer or a create call, and --facts what EC2 says. Exit code: 2 when something of it could not be told, else 0.",
    )
    .argument("<resource>", "an ARN, or a file; - for standard input")
    .option("--facts <file...>", "Describe answers, of SageMaker and EC2, for a resource from a file", [])
    .addOption(formatOption())
    .addHelpText(
      "after",
      `
Examples:
  sagefence path arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn
  sagefence path notebook.json --facts subnets.json route-tables.json nat-gateways.json`,
    )
    .action(async (resource: string, options) => {
      const { runPath } = await import("../path/command.ts");
      await perform(runPath(resource, options, io));
    });
}
