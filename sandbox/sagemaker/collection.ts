import type { AwsError } from "../contract.ts";
import type { Account } from "./account.ts";
import { present } from "./handler.ts";
import type { StateChange } from "./state-change.ts";

/** One thing in the account. */
export interface Resource<Description extends object = object> {
  /** What people call it. */
  name: string;
  /** What Describe takes: the name, except for domains. */
  id: string;
  arn: string;
  /** The Describe answer as it stands now. */
  description: Description;
  tags: Map<string, string>;
  /** Cancels the transition that is under way. */
  cancel: () => void;
}

/** What differs between types of resources, as far as the store cares. */
export interface ResourceType<Description extends object> {
  /** As it stands in ARNs. */
  type: string;
  /** Status and secondary status; none for types without a life cycle. A change of them is announced. */
  statusMembers: readonly (keyof Description & string)[];
  /** Null for types about whose changes SageMaker sends no event. */
  event: StateChange<Description> | null;
  notFound(id: string, arn: string): AwsError;
  /** What its status is when it has failed, where that is not `Failed`. */
  failedStatus?: string;
  /** Notes in the description that the resource has failed; its status is set already. */
  failed?(description: Description, now: Date): void;
}

/** Any collection, whatever it holds. */
export interface StoredResources {
  readonly type: { type: string; notFound(id: string, arn: string): AwsError };
  all(): Resource[];
  findByArn(arn: string): Resource | undefined;
  stateOf(resource: Resource): string | null;
  fail(resource: Resource, reason: string): void;
  remove(resource: Resource): void;
}

/** The resources of one type. */
export class Collection<Description extends object> {
  readonly type: ResourceType<Description>;
  readonly #account: Account;
  readonly #resources = new Map<string, Resource<Description>>();
  readonly #announced = new WeakMap<Resource<Description>, string | null>();
  readonly #watchers: ((resource: Resource<Description>) => void)[] = [];

  constructor(account: Account, type: ResourceType<Description>) {
    this.#account = account;
    this.type = type;
  }

  all(): Resource<Description>[] {
    return [...this.#resources.values()];
  }

  find(id: string): Resource<Description> | undefined {
    return this.#resources.get(id);
  }

  /** Throws what the service says of a resource of this type that does not exist. */
  get(id: string): Resource<Description> {
    const found = this.find(id);
    if (found === undefined) throw this.type.notFound(id, this.#account.arn(this.type.type, id));
    return found;
  }

  /** The Describe answer. Throws like `get`. */
  describe(id: string): Description {
    return present(structuredClone(this.get(id).description));
  }

  /** The resource with this very ARN, else one whose ARN differs only in letter case. */
  findByArn(arn: string): Resource<Description> | undefined {
    const wanted = arn.toLowerCase();
    const found = this.all().filter((resource) => resource.arn.toLowerCase() === wanted);
    return found.find((resource) => resource.arn === arn) ?? found[0];
  }

  /** `InService`, `InProgress (Training)`; null for types without a status. */
  stateOf({ description }: Resource<Description>): string | null {
    const [status, secondary] = this.type.statusMembers.map((member) => description[member]);
    if (status === undefined) return null;
    return secondary === undefined ? String(status) : `${status} (${secondary})`;
  }

  add(resource: Resource<Description>): Resource<Description> {
    this.#resources.set(resource.id, resource);
    return resource;
  }

  remove(resource: Resource<Description>): void {
    resource.cancel();
    this.#resources.delete(resource.id);
    this.#account.announce(this.type, resource, "gone");
  }

  /** Throws TypeError for a type that has no status to fail with. */
  fail(resource: Resource<Description>, reason: string): void {
    if (this.type.statusMembers.length === 0) throw new TypeError(`a ${this.type.type} cannot fail`);
    resource.cancel();
    const now = this.#account.time.now();
    const status = this.type.failedStatus ?? "Failed";
    const failed = Object.fromEntries(this.type.statusMembers.map((member) => [member, status]));
    Object.assign(resource.description, failed, { FailureReason: reason, LastModifiedTime: now });
    this.type.failed?.(resource.description, now);
    this.changed(resource);
  }

  /** To be called after a description has changed: announces the state if it is a new one, and tells the watchers. */
  changed(resource: Resource<Description>): void {
    const state = this.stateOf(resource);
    if (!this.#announced.has(resource) || this.#announced.get(resource) !== state) {
      this.#announced.set(resource, state);
      this.#account.announce(this.type, resource, state ?? "created");
    }
    for (const watcher of this.#watchers) watcher(resource);
  }

  watch(watcher: (resource: Resource<Description>) => void): void {
    this.#watchers.push(watcher);
  }
}
