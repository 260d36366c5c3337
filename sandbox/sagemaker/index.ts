import type { OperationHandler, ServiceBackend } from "../contract.ts";
import { createAccount, type SageMakerOptions } from "./account.ts";
import { createDomains } from "./domain.ts";
import { createEndpointConfigs } from "./endpoint-config.ts";
import { createInterference, type Interference } from "./faults.ts";
import { createTuningJobs } from "./hyper-parameter-tuning-job.ts";
import { createInspection, type Inspection } from "./inspection.ts";
import { createModels } from "./model.ts";
import { createNotebooks } from "./notebook-instance.ts";
import { createLifecycleConfigs } from "./notebook-lifecycle-config.ts";
import { createProcessingJobs } from "./processing-job.ts";
import { createTagging } from "./tags.ts";
import { createTrainingJobs } from "./training-job.ts";

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

/** SageMaker as one account in one Region sees it: seven kinds of resources with their life cycles and refusals. */
export function createSageMaker(options: SageMakerOptions): SageMaker {
  const account = createAccount(options);
  const configs = createLifecycleConfigs(account, options.knownLifecycleConfigs ?? []);
  const models = createModels(account);
  const trainings = createTrainingJobs(account);
  const kinds = [
    createDomains(account),
    createEndpointConfigs(account, models.collection),
    createTuningJobs(account, trainings.collection),
    models,
    createNotebooks(account, configs.collection),
    configs,
    createProcessingJobs(account),
    trainings,
  ];
  const collections = kinds.map((kind) => kind.collection);
  const operations: Record<string, OperationHandler> = createTagging(account, collections);
  for (const kind of kinds) Object.assign(operations, kind.operations);
  const { faults, hooks, wrap } = createInterference();
  const inspect = createInspection(account, collections);
  return { operations: wrap(operations), faults, hooks, inspect, close: inspect.cancelAll };
}
