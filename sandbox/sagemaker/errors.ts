import { AwsError } from "../contract.ts";

/** The refusal of most of SageMaker's rules, and of some things that do not exist. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFound", message);
}

export function resourceInUse(message: string): AwsError {
  return new AwsError("ResourceInUse", message);
}

export interface PassedLimit {
  name: string;
  unit: string;
  limit: number;
  inUse: number;
  requested: number;
}

export function limitExceeded({ name, unit, limit, inUse, requested }: PassedLimit): AwsError {
  return new AwsError(
    "ResourceLimitExceeded",
    `The account-level service limit '${name}' is ${limit} ${unit}, with current utilization of ${inUse} ${unit} and a request delta of ${requested} ${unit}. Please contact AWS support to request an increase for this limit.`,
  );
}

/** What stopping an ended job, or deleting one that runs, is answered with. */
export function wrongJobStatus(title: string, status: string | undefined): AwsError {
  return validationError(`The request was rejected because the ${title} is in status ${status}.`);
}

/** What a processing, transform or labeling job that does not exist is answered with. */
export function noSuchJob(name: string): AwsError {
  return validationError(`Could not find requested job with name: ${name}`);
}

/** What jobs of the other types that do not exist are answered with; the text is ours. */
export function jobNotFound(title: string, name: string): AwsError {
  return resourceNotFound(`Could not find ${title} with name: ${name}`);
}

/** What the second job of a name is answered with. */
export function jobNameInUse(arn: string): AwsError {
  return resourceInUse(
    `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
  );
}
