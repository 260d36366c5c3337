/** AWS's own tools in Python, where the machine has them. */
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

export const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;
export const hasCli = spawnSync("aws", ["--version"]).status === 0;

const run = promisify(execFile);

/** Runs a program whose calls go to `url`, as jane. */
export function runAgainst(url: string, file: string, words: readonly string[]): Promise<{ stdout: string }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "jane",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_PAGER: "",
  };
  return run(file, words, { env });
}
