/** How each service of the local account speaks, keyed by its signing name (the service in the credential scope). */

export type Protocol = "awsJson1.0" | "awsJson1.1" | "awsQuery" | "ec2Query" | "restJson1";

export interface ServiceDialect {
  protocol: Protocol;
  /** Shape name of the error for an input that the schema refuses. */
  inputError: string;
  /** Namespace of XML answers. */
  xmlNamespace?: string;
  /** The service still sends its former query error codes in a header (`x-amzn-query-error`). */
  queryCompatible?: boolean;
}

export const DIALECTS = {
  appconfig: { protocol: "restJson1", inputError: "BadRequestException" },
  cloudtrail: { protocol: "awsJson1.1", inputError: "ValidationException" },
  dynamodb: { protocol: "awsJson1.0", inputError: "ValidationException" },
  ec2: {
    protocol: "ec2Query",
    inputError: "InvalidParameterValue",
    xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
  },
  events: { protocol: "awsJson1.1", inputError: "ValidationException" },
  lambda: { protocol: "restJson1", inputError: "InvalidParameterValueException" },
  sagemaker: { protocol: "awsJson1.1", inputError: "ValidationException" },
  sns: {
    protocol: "awsQuery",
    inputError: "InvalidParameterException",
    xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
  },
  sqs: { protocol: "awsJson1.0", inputError: "ValidationException", queryCompatible: true },
  ssm: { protocol: "awsJson1.1", inputError: "ValidationException" },
  sts: {
    protocol: "awsQuery",
    inputError: "ValidationError",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  },
} as const satisfies Record<string, ServiceDialect>;

export type ServiceName = keyof typeof DIALECTS;
