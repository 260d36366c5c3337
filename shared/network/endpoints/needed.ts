/**
 * The VPC endpoints that resources of SageMaker need where their VPC has no way to the internet. Images are pulled by
 * SageMaker itself, so that ECR is none of them.
 */
export interface EndpointNeed {
  /** As it stands in the endpoint's name: `sagemaker.api`, `studio`, `s3`. */
  service: string;
  /** How the service is usually reached; S3 has both. */
  type: "interface" | "gateway";
  /** What it is for, as a clause. */
  why: string;
  /** Without it the resource does not work; else only what `why` says does not. */
  required: boolean;
}

const API = needed("sagemaker.api", "calls of the SageMaker API");
const RUNTIME = needed("sagemaker.runtime", "calls of endpoints");
const LOGS = wanted("logs", "code that writes or reads logs in CloudWatch");
const STS = wanted("sts", "code that asks for its identity or takes a role");

/** https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html */
const STUDIO = [
  API,
  RUNTIME,
  gateway("data in S3"),
  needed("studio", "Studio itself"),
  wanted("servicecatalog", "Projects"),
  STS,
  LOGS,
];

/** https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-interface-endpoint.html */
const NOTEBOOK = [
  API,
  RUNTIME,
  { ...gateway("data in S3"), required: false },
  wanted("notebook", "people who open it from within the VPC"),
  STS,
  LOGS,
];

/** https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html */
const JOB = [
  gateway("input, checkpoints and output in S3"),
  { ...API, why: "code that calls the SageMaker API", required: false },
  STS,
  LOGS,
];

/** https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html */
const MODEL = [gateway("model artifacts in S3"), LOGS];

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClusterLifeCycleConfig.html */
const CLUSTER = [gateway("lifecycle scripts and data in S3"), LOGS];

const NEEDS: Readonly<Record<string, readonly EndpointNeed[]>> = {
  app: STUDIO,
  cluster: CLUSTER,
  domain: STUDIO,
  endpoint: MODEL,
  "endpoint-config": MODEL,
  "inference-component": MODEL,
  "inference-experiment": MODEL,
  model: MODEL,
  "notebook-instance": NOTEBOOK,
  space: STUDIO,
  "transform-job": MODEL,
  "user-profile": STUDIO,
  workforce: [],
  workteam: [],
};

/** Required ones first; those of a job for kinds that are not named here, for they compute on data in S3. */
export function neededEndpoints(kindId: string): readonly EndpointNeed[] {
  return Object.hasOwn(NEEDS, kindId) ? (NEEDS[kindId] ?? []) : JOB;
}

/**
 * Every name that the service may have in the region, the usual one first; in China and the isolated regions some of the
 * services have another prefix. `aws ec2 describe-vpc-endpoint-services` prints them.
 */
export function serviceNames(service: string, region: string): string[] {
  if (service === "studio" || service === "notebook") return [`aws.sagemaker.${region}.${service}`];
  const prefix = PREFIXES.find(({ regions }) => region.startsWith(regions))?.prefix;
  const prefixes = ["com.amazonaws", ...(prefix === undefined ? [] : [prefix])];
  return prefixes.map((one) => `${one}.${region}.${service}`);
}

const PREFIXES = [
  { regions: "cn-", prefix: "cn.com.amazonaws" },
  { regions: "eusc-", prefix: "eu.amazonaws" },
  { regions: "us-iso-", prefix: "gov.ic.c2s" },
  { regions: "us-isob-", prefix: "gov.sgov.sc2s" },
];

/** Whether an endpoint of that name is for the service; in whatever region, where null. */
export function isFor(service: string, region: string | null, name: string): boolean {
  const regions = region === null ? name.split(".") : [region];
  return regions.some((one) => serviceNames(service, one).includes(name));
}

function needed(service: string, why: string): EndpointNeed {
  return { service, type: "interface", why, required: true };
}

function wanted(service: string, why: string): EndpointNeed {
  return { ...needed(service, why), required: false };
}

function gateway(why: string): EndpointNeed {
  return { service: "s3", type: "gateway", why, required: true };
}
