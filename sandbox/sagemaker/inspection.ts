import type { Account } from "./account.ts";
import type { Resource, StoredResources } from "./collection.ts";

/** A resource as it stands; a copy, so that nothing changes by looking. */
export interface ResourceView {
  /** The resource type as it stands in ARNs: `notebook-instance`. */
  kind: string;
  name: string;
  /** What Describe takes. */
  id: string;
  arn: string;
  /** `InService`, `InProgress (Training)`; null for kinds without a status. */
  state: string | null;
  /** The Describe answer. */
  description: Record<string, unknown>;
  tags: Record<string, string>;
}

/** Looking at the account and changing it past the API. Methods that take an ARN throw TypeError when there is none. */
export interface Inspection {
  /** Everything there is, or all of one kind, in the order of creation within a kind. */
  resources(kind?: string): ResourceView[];
  /** By name; undefined when there is none. */
  resource(kind: string, name: string): ResourceView | undefined;
  /** By ARN in any letter case; undefined when there is no such resource. */
  tagsOf(arn: string): Record<string, string> | undefined;
  /** Sets tags as AWS services do, keys that begin with `aws:` included. */
  setTags(arn: string, tags: Record<string, string>): void;
  /** Lets the resource fail, whatever it is doing. */
  fail(arn: string, reason: string): void;
  /** Makes the resource vanish at once. */
  remove(arn: string): void;
  cancelAll(): void;
}

interface Located {
  collection: StoredResources;
  resource: Resource;
}

export function createInspection(account: Account, collections: readonly StoredResources[]): Inspection {
  function find(arn: string): Located | undefined {
    for (const collection of collections) {
      const resource = collection.findByArn(arn);
      if (resource !== undefined) return { collection, resource };
    }
    return undefined;
  }

  function locate(arn: string): Located {
    const found = find(arn);
    if (found === undefined) throw new TypeError(`account ${account.accountId} has no resource ${arn}`);
    return found;
  }

  function located(kind?: string): Located[] {
    const wanted = collections.filter((collection) => kind === undefined || collection.type.type === kind);
    return wanted.flatMap((collection) => collection.all().map((resource) => ({ collection, resource })));
  }

  return {
    resources: (kind) => located(kind).map(viewOf),
    resource(kind, name) {
      const found = located(kind).find(({ resource }) => resource.name === name);
      return found === undefined ? undefined : viewOf(found);
    },
    tagsOf(arn) {
      const found = find(arn);
      return found === undefined ? undefined : Object.fromEntries(found.resource.tags);
    },
    setTags(arn, tags) {
      const { resource } = locate(arn);
      resource.tags = new Map([...resource.tags, ...Object.entries(tags)]);
    },
    fail(arn, reason) {
      const { collection, resource } = locate(arn);
      collection.fail(resource, reason);
    },
    remove(arn) {
      const { collection, resource } = locate(arn);
      collection.remove(resource);
    },
    cancelAll() {
      for (const { resource } of located()) resource.cancel();
    },
  };
}

function viewOf({ collection, resource }: Located): ResourceView {
  const { name, id, arn, description, tags } = resource;
  return {
    kind: collection.type.type,
    name,
    id,
    arn,
    state: collection.stateOf(resource),
    description: { ...structuredClone(description) },
    tags: Object.fromEntries(tags),
  };
}
