import type { Account } from "./account.ts";
import { Collection, type StoredResources } from "./collection.ts";
import { validationError } from "./errors.ts";
import { createWorkforces, WORKFORCE, type Workforces } from "./workforce.ts";
import { createWorkteams, WORKTEAM, type Workteams } from "./workteam.ts";

/** The collections of workforce and work teams, which know of each other. */
export interface Labeling {
  workforces: Workforces;
  workteams: Workteams;
}

export function createLabeling(account: Account) {
  const labeling: Labeling = {
    workforces: new Collection(account, WORKFORCE),
    workteams: new Collection(account, WORKTEAM),
  };
  return [createWorkforces(account, labeling), createWorkteams(account, labeling)];
}

/**
 * The collection as AddTags, ListTags and DeleteTags see it. CreateWorkforce takes tags, but these refuse workforces:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function taggable(collection: StoredResources): StoredResources {
  if (collection.type.type !== WORKFORCE.type) return collection;
  return {
    type: collection.type,
    all: () => collection.all(),
    findByArn() {
      throw validationError(`Invalid resource type: ${WORKFORCE.type}`);
    },
    stateOf: (resource) => collection.stateOf(resource),
    fail: (resource, reason) => collection.fail(resource, reason),
    remove: (resource) => collection.remove(resource),
  };
}
