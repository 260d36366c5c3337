import type {
  AutoMLJobCompletionCriteria,
  AutoMLProblemTypeConfigName,
  AutoMLSecurityConfig,
  CreateAutoMLJobRequest,
  CreateAutoMLJobV2Request,
  DescribeAutoMLJobResponse,
  DescribeAutoMLJobV2Response,
} from "@aws-sdk/client-sagemaker";
import { type Checked, present } from "./handler.ts";

/** In the form of the version of the API that created it. */
export type AutoMLDescription = DescribeAutoMLJobResponse | DescribeAutoMLJobV2Response;
export type AutoMLInput = CreateAutoMLJobRequest | CreateAutoMLJobV2Request;

/** What the run of an AutoML job depends on, whatever its version. */
export interface AutoMLSettings {
  security: AutoMLSecurityConfig;
  completion: AutoMLJobCompletionCriteria;
  /** It ends when it has written down which candidates it would train. */
  definitionsOnly: boolean;
}

export function describeNewAutoML(input: Checked<AutoMLInput>): Partial<AutoMLDescription> {
  if (!("AutoMLProblemTypeConfig" in input)) return { GenerateCandidateDefinitionsOnly: false, ...present(input) };
  const [problem = ""] = Object.keys(input.AutoMLProblemTypeConfig);
  const name = problem.replace(/JobConfig$/, "") as AutoMLProblemTypeConfigName;
  return { ...input, AutoMLProblemTypeConfigName: name };
}

export function isV2(job: AutoMLDescription): job is DescribeAutoMLJobV2Response {
  return "AutoMLProblemTypeConfig" in job;
}

export function settingsOf(job: AutoMLDescription): AutoMLSettings {
  if (!isV2(job)) {
    return {
      security: job.AutoMLJobConfig?.SecurityConfig ?? {},
      completion: job.AutoMLJobConfig?.CompletionCriteria ?? {},
      definitionsOnly: job.GenerateCandidateDefinitionsOnly === true,
    };
  }
  const [problem] = Object.values(job.AutoMLProblemTypeConfig ?? {});
  return {
    security: job.SecurityConfig ?? {},
    completion: problem?.CompletionCriteria ?? {},
    definitionsOnly: job.AutoMLProblemTypeConfig?.TabularJobConfig?.GenerateCandidateDefinitionsOnly === true,
  };
}

/** What DescribeAutoMLJobV2 answers about a job of the first version: one of the tabular problem type. */
export function asV2(job: AutoMLDescription): DescribeAutoMLJobV2Response {
  if (isV2(job)) return job;
  const {
    InputDataConfig = [],
    AutoMLJobConfig,
    ProblemType,
    GenerateCandidateDefinitionsOnly,
    ResolvedAttributes,
    ...common
  } = job;
  const { SecurityConfig, DataSplitConfig, CandidateGenerationConfig, CompletionCriteria, Mode } =
    AutoMLJobConfig ?? {};
  const [first] = InputDataConfig;
  return {
    ...common,
    AutoMLJobInputDataConfig: InputDataConfig.map(
      ({ TargetAttributeName: _target, SampleWeightAttributeName: _weight, ...channel }) => channel,
    ),
    AutoMLProblemTypeConfigName: "Tabular",
    AutoMLProblemTypeConfig: {
      TabularJobConfig: present({
        TargetAttributeName: first?.TargetAttributeName,
        SampleWeightAttributeName: first?.SampleWeightAttributeName,
        FeatureSpecificationS3Uri: CandidateGenerationConfig?.FeatureSpecificationS3Uri,
        ProblemType,
        CompletionCriteria,
        Mode,
        GenerateCandidateDefinitionsOnly,
      }),
    },
    SecurityConfig,
    DataSplitConfig,
  };
}
