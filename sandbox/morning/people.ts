/** The people of the morning: each with keys of their own, and the AWS SDK. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { ACCOUNT_ID, REGION } from "../account.ts";

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Person {
  name: string;
  sagemaker: SageMakerClient;
  ec2: EC2Client;
  /** Calls the service's HTTP API, signed with the person's keys. */
  api(method: "GET" | "POST", path: string, body?: object): Promise<ApiAnswer>;
}

export interface ApiAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** An IAM user: the access key is the name. */
export function user(url: string, name: string): Person {
  return person(url, name, { accessKeyId: name, secretAccessKey: "local" });
}

/** Somebody who works in a role, by STS. */
export async function inRole(url: string, name: string, role: string): Promise<Person> {
  const credentials = { accessKeyId: name, secretAccessKey: "local" };
  const sts = new STSClient({ region: REGION, endpoint: url, credentials });
  const RoleArn = `arn:aws:iam::${ACCOUNT_ID}:role/${role}`;
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: name }));
  sts.destroy();
  return person(url, name, {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  });
}

function person(url: string, name: string, credentials: Keys): Person {
  const connection = { region: REGION, endpoint: url, credentials, maxAttempts: 1 };
  return {
    name,
    sagemaker: new SageMakerClient(connection),
    ec2: new EC2Client(connection),
    async api(method, path, body) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = await signedHeaders(new URL(path, url), method, text, credentials);
      const response = await fetch(new URL(path, url), { method, headers, ...(text !== undefined && { body: text }) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}

async function signedHeaders(url: URL, method: string, body: string | undefined, credentials: Keys) {
  const { config } = new STSClient({ region: REGION, credentials });
  const signer = await config.signer({
    name: "sigv4",
    signingName: "execute-api",
    signingRegion: REGION,
    properties: {},
  });
  const { protocol, hostname, port, pathname: path } = url;
  const headers = { host: url.host, "content-type": "application/json" };
  const request = { method, protocol, hostname, port: Number(port), path, query: {}, headers, body };
  return (await signer.sign(request)).headers;
}
