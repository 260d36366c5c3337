import type { OperationHandler, ServiceBackend } from "../contract.ts";
import { createAccount, type SageMakerOptions } from "./account.ts";
import { createBenchmarkJobs } from "./ai-benchmark-job.ts";
import { createAutoMLJobs } from "./automl-job.ts";
import { createClusters } from "./cluster.ts";
import { createCompilationJobs } from "./compilation-job.ts";
import { createEndpointConfigs } from "./endpoint-config.ts";
import { createInterference, type Interference } from "./faults.ts";
import { createHosting } from "./hosting.ts";
import { createHubs } from "./hub.ts";
import { createHubContents } from "./hub-content.ts";
import { createTuningJobs } from "./hyper-parameter-tuning-job.ts";
import { createRecommendationsJobs } from "./inference-recommendations-job.ts";
import { createInspection, type Inspection } from "./inspection.ts";
import { createCategoryJobs } from "./job.ts";
import { createLabeling, taggable } from "./labeling.ts";
import { createLabelingJobs } from "./labeling-job.ts";
import { createModels } from "./model.ts";
import { createJobDefinitions } from "./monitoring-job-definition.ts";
import { createMonitoringSchedules } from "./monitoring-schedule.ts";
import { createNotebooks } from "./notebook-instance.ts";
import { createLifecycleConfigs } from "./notebook-lifecycle-config.ts";
import { createOptimizationJobs } from "./optimization-job.ts";
import { createPipelines } from "./pipeline.ts";
import { createProcessingJobs } from "./processing-job.ts";
import { createStudio } from "./studio.ts";
import { createTagging } from "./tags.ts";
import { createTrainingJobs } from "./training-job.ts";
import { createTransformJobs } from "./transform-job.ts";

export type { Quotas, SageMakerOptions } from "./account.ts";
export { DEFAULT_DURATIONS, type Durations } from "./durations.ts";
export type { Fault, Hook } from "./faults.ts";
export type { ResourceView } from "./inspection.ts";

export interface SageMaker extends ServiceBackend, Pick<Interference, "faults" | "hooks"> {
  /** What the account holds, for the console and for tests, past the API. */
  inspect: Inspection;
  /** Cancels every transition that is under way. */
  close(): void;
}

/** SageMaker as one account in one Region sees it: its resources with their life cycles and refusals. */
export function createSageMaker(options: SageMakerOptions): SageMaker {
  const account = createAccount(options);
  const configs = createLifecycleConfigs(account, options.knownLifecycleConfigs ?? []);
  const models = createModels(account);
  const endpointConfigs = createEndpointConfigs(account, models.collection);
  const definitions = createJobDefinitions(account);
  const hubs = createHubs(account);
  const trainings = createTrainingJobs(account);
  const processings = createProcessingJobs(account);
  const kinds = [
    ...createStudio(account),
    endpointConfigs,
    createTuningJobs(account, trainings.collection),
    models,
    createNotebooks(account, configs.collection),
    configs,
    processings,
    trainings,
    createAutoMLJobs(account, trainings.collection, processings),
    createBenchmarkJobs(account),
    createCategoryJobs(account),
    createCompilationJobs(account),
    createLabelingJobs(account),
    createOptimizationJobs(account),
    createRecommendationsJobs(account),
    createTransformJobs(account, models.collection),
    ...createHosting(account, models.collection, endpointConfigs.collection),
    ...definitions.kinds,
    createMonitoringSchedules(account, { definitions, processing: processings }),
    createClusters(account),
    ...createLabeling(account),
    hubs,
    createHubContents(account, hubs.collection),
  ];
  const operations: Record<string, OperationHandler> = {};
  const children = kinds.map((kind) => kind.collection);
  const all = [...kinds, ...createPipelines(account, { ...options, operations, children })];
  const collections = all.map((kind) => kind.collection);
  Object.assign(operations, createTagging(account, collections.map(taggable)));
  for (const kind of all) Object.assign(operations, kind.operations);
  const { faults, hooks, wrap } = createInterference();
  const inspect = createInspection(account, collections);
  return { operations: wrap(operations), faults, hooks, inspect, close: inspect.cancelAll };
}
