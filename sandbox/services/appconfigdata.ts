/** AppConfigData of the local account: deployed configurations and the sessions that poll them. Signing name `appconfig`. */
import { randomUUID } from "node:crypto";
import type * as AppConfigData from "@aws-sdk/client-appconfigdata";
import { AwsError, type ServiceBackend } from "../contract.ts";
import { operation } from "./operation.ts";

export interface Configuration {
  content: string;
  contentType: string;
  version: number;
}

export interface Configurations {
  backend: ServiceBackend;
  /**
   * Deploys content; sessions that poll get it with their next call. The names are those that clients send, be they
   * ids or names. Returns the version, counted from 1.
   */
  set(application: string, environment: string, profile: string, content: string, contentType?: string): number;
  get(application: string, environment: string, profile: string): Configuration | undefined;
}

interface Session {
  key: string;
  /** The version that the session has been given, 0 for none. */
  served: number;
}

const POLL_SECONDS = 60;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_appconfigdata_GetLatestConfiguration.html */
export function createConfigurations(): Configurations {
  const configurations = new Map<string, Configuration>();
  const sessions = new Map<string, Session>();

  function newToken(session: Session): string {
    const token = Buffer.from(`${session.key}\n${randomUUID()}`).toString("base64url");
    sessions.set(token, session);
    return token;
  }

  function start(input: AppConfigData.StartConfigurationSessionRequest): object {
    const { ApplicationIdentifier, EnvironmentIdentifier, ConfigurationProfileIdentifier } = input;
    const key = keyOf(ApplicationIdentifier, EnvironmentIdentifier, ConfigurationProfileIdentifier);
    if (!configurations.has(key)) {
      const names = key.split("\n").join(" / ");
      throw new AwsError("ResourceNotFoundException", `No configuration is deployed for ${names}.`, 404);
    }
    return { InitialConfigurationToken: newToken({ key, served: 0 }) };
  }

  /** Tokens are for one call; the answer is empty while the session has the current version. */
  function latest(token: string): object {
    const session = sessions.get(token);
    const configuration = session === undefined ? undefined : configurations.get(session.key);
    if (session === undefined || configuration === undefined) {
      throw new AwsError("BadRequestException", "Request is not valid: the configuration token is unknown or used.");
    }
    sessions.delete(token);
    const changed = configuration.version !== session.served;
    return {
      NextPollConfigurationToken: newToken({ key: session.key, served: configuration.version }),
      NextPollIntervalInSeconds: POLL_SECONDS,
      ContentType: changed ? configuration.contentType : undefined,
      VersionLabel: changed ? String(configuration.version) : undefined,
      Configuration: changed ? Buffer.from(configuration.content) : undefined,
    };
  }

  return {
    set(application, environment, profile, content, contentType = "application/json") {
      const key = keyOf(application, environment, profile);
      const version = (configurations.get(key)?.version ?? 0) + 1;
      configurations.set(key, { content, contentType, version });
      return version;
    },
    get: (application, environment, profile) => configurations.get(keyOf(application, environment, profile)),
    backend: {
      operations: {
        GetLatestConfiguration: operation((input: AppConfigData.GetLatestConfigurationRequest) =>
          latest(input.ConfigurationToken ?? ""),
        ),
        StartConfigurationSession: operation(start),
      },
    },
  };
}

function keyOf(...names: (string | undefined)[]): string {
  return names.map((name) => name ?? "").join("\n");
}
