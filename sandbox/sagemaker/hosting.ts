import type { DescribeEndpointConfigOutput } from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { Collection } from "./collection.ts";
import { createEndpoints, ENDPOINT, type Endpoints } from "./endpoint.ts";
import { createInferenceComponents, INFERENCE_COMPONENT, type InferenceComponents } from "./inference-component.ts";
import { createInferenceExperiments } from "./inference-experiment.ts";
import type { Models } from "./model.ts";

/** The collections that endpoints and what runs on them look into. */
export interface Hosting {
  models: Models;
  configs: Collection<DescribeEndpointConfigOutput>;
  endpoints: Endpoints;
  components: InferenceComponents;
}

/** Endpoints, inference components and inference experiments, which know of each other. */
export function createHosting(account: Account, models: Models, configs: Collection<DescribeEndpointConfigOutput>) {
  const hosting: Hosting = {
    models,
    configs,
    endpoints: new Collection(account, ENDPOINT),
    components: new Collection(account, INFERENCE_COMPONENT),
  };
  return [
    createEndpoints(account, hosting),
    createInferenceComponents(account, hosting),
    createInferenceExperiments(account, hosting),
  ];
}
