import type { AwsError } from "../contract.ts";
import type { Account } from "./account.ts";
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
  /** Status and secondary status as one word; null for types that have none. A change of it is announced. */
  stateOf(description: Description): string | null;
  /** Null for types about whose changes SageMaker sends no event. */
  event: StateChange<Description> | null;
  notFound(id: string, arn: string): AwsError;
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

  /** ARNs are equal whatever their letter case. */
  findByArn(arn: string): Resource<Description> | undefined {
    const wanted = arn.toLowerCase();
    return this.all().find((resource) => resource.arn.toLowerCase() === wanted);
  }

  add(resource: Resource<Description>): Resource<Description> {
    this.#resources.set(resource.id, resource);
    return resource;
  }

  remove(resource: Resource<Description>): void {
    resource.cancel();
    this.#resources.delete(resource.id);
    this.#account.announceGone(this.type.type, resource);
  }

  /** To be called after a description has changed: announces the state if it is a new one, and tells the watchers. */
  changed(resource: Resource<Description>): void {
    const state = this.type.stateOf(resource.description);
    if (!this.#announced.has(resource) || this.#announced.get(resource) !== state) {
      this.#announced.set(resource, state);
      this.#account.announce(this.type, resource);
    }
    for (const watcher of this.#watchers) watcher(resource);
  }

  watch(watcher: (resource: Resource<Description>) => void): void {
    this.#watchers.push(watcher);
  }
}
