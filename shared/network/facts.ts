/** Network facts: what EC2 says of the subnets, route tables, groups, … that a posture refers to. Plain JSON throughout. */
import { isObject, member } from "../sagemaker/document.ts";
import { ANSWERS, prefixListEntries } from "./answers.ts";
import { type Parsed, UnusableAnswerError } from "./parse.ts";

export type FactName = keyof typeof ANSWERS;
export type FactItem<Name extends FactName> = Parsed<(typeof ANSWERS)[Name]["item"]>;

/** Something that is known, or that is not, with the reason as a clause. Unread never means absent. */
export type Fact<Value> = { status: "known"; value: Value } | { status: "unread"; reason: string };

/**
 * The items of one kind that EC2 told. That an item is not among them does not say that there is none: answers are asked
 * for with filters. `partial` says why not even the items that were asked for are all there.
 */
export type FactList<Item> =
  | { status: "known"; items: readonly Item[]; partial: string | null }
  | { status: "unread"; reason: string };

export type NetworkFacts = { readonly [Name in FactName]: FactList<FactItem<Name>> } & {
  /** Why single things could not be read, by their ids: `{ "subnet-1": "subnet-1 does not exist" }`. */
  readonly unreadIds: Readonly<Record<string, string>>;
  /** What of the answers could not be used, one phrase each. */
  readonly unusable: readonly string[];
};

/** What the reader knows of the calls that gave no answer. */
export interface Unread {
  /** Why a whole kind is unread, as a clause: `DescribeRouteTables was denied`. */
  kinds?: Partial<Record<FactName, string>>;
  ids?: Readonly<Record<string, string>>;
}

/**
 * Facts from any number of answers as EC2's API gives them and `aws ec2 describe-…` prints them, each recognised by its
 * member (`Subnets`, `RouteTables`, …). An item that is told twice has the members of both, the later ones counting; the
 * entries of a prefix list come as `{ PrefixListId, Entries }`. Never throws: what cannot be used is in `unusable`.
 */
export function createNetworkFacts(answers: readonly unknown[], unread: Unread = {}): NetworkFacts {
  const collected = new FactCollection();
  const torn = new Set<string>();
  for (const [index, answer] of answers.entries()) readAnswer(answer, `answer ${index + 1}`, { collected, torn });
  for (const id of torn) forgetEntries(id, collected);
  return collected.toFacts(unread);
}

/** An item by its id. */
export function factOf<Name extends FactName>(facts: NetworkFacts, name: Name, id: string): Fact<FactItem<Name>> {
  const reason = Object.hasOwn(facts.unreadIds, id) ? facts.unreadIds[id] : undefined;
  if (reason !== undefined) return { status: "unread", reason };
  const found = facts[name] as FactList<FactItem<Name>>;
  if (found.status === "unread") return found;
  const item = byId(name, found.items).get(id);
  if (item !== undefined) return { status: "known", value: item };
  return { status: "unread", reason: found.partial ?? `the answers of ${ANSWERS[name].call} do not have ${id}` };
}

/** All items of a kind that are known; none where the kind is unread. */
export function itemsOf<Name extends FactName>(facts: NetworkFacts, name: Name): readonly FactItem<Name>[] {
  const found = facts[name] as FactList<FactItem<Name>>;
  return found.status === "known" ? found.items : [];
}

const FACT_NAMES = Object.keys(ANSWERS) as FactName[];

const INDEXES = new WeakMap<readonly unknown[], Map<string, unknown>>();

function byId<Name extends FactName>(name: Name, items: readonly FactItem<Name>[]): Map<string, FactItem<Name>> {
  const kept = INDEXES.get(items) as Map<string, FactItem<Name>> | undefined;
  if (kept !== undefined) return kept;
  const index = new Map(items.map((item) => [idOf(name, item), item]));
  INDEXES.set(items, index);
  return index;
}

function idOf(name: FactName, item: unknown): string {
  return String(member(item, ANSWERS[name].id));
}

/** Items that were parsed, on their way to become facts. One that is told twice has the members of both. */
export class FactCollection {
  readonly #items = new Map<FactName, Map<string, object>>();
  readonly #partial = new Map<FactName, string>();
  readonly #unusable = new Set<string>();

  add<Name extends FactName>(name: Name, item: Partial<FactItem<Name>>): void {
    const known = this.#of(name);
    const id = idOf(name, item);
    const before = known.get(id);
    known.set(id, before === undefined ? item : { ...before, ...item });
  }

  replace<Name extends FactName>(name: Name, item: Partial<FactItem<Name>>): void {
    this.#of(name).set(idOf(name, item), item);
  }

  /** From now on the kind counts as told, even if no item is. */
  tell(name: FactName): void {
    this.#of(name);
  }

  /** Lists a problem, because of which items of the kind may be missing; null where it is not known of which. */
  refuse(name: FactName | null, problem: string): void {
    this.#unusable.add(problem);
    if (name !== null) this.#partial.set(name, problem);
  }

  items<Name extends FactName>(name: Name): FactItem<Name>[] {
    return [...(this.#items.get(name)?.values() ?? [])] as FactItem<Name>[];
  }

  toFacts(unread: Unread): NetworkFacts {
    const lists = FACT_NAMES.map((name) => [name, this.#listOf(name, unread.kinds?.[name])]);
    return { ...Object.fromEntries(lists), unreadIds: unread.ids ?? {}, unusable: [...this.#unusable] };
  }

  #of(name: FactName): Map<string, object> {
    const known = this.#items.get(name) ?? new Map<string, object>();
    this.#items.set(name, known);
    return known;
  }

  #listOf(name: FactName, refused: string | undefined): FactList<unknown> {
    const partial = this.#partial.get(name);
    if (this.#items.has(name)) return { status: "known", items: this.items(name), partial: partial ?? refused ?? null };
    return { status: "unread", reason: refused ?? partial ?? `no answer of ${ANSWERS[name].call} was given` };
  }
}

/** Where answers go as they are read. */
interface Destination {
  collected: FactCollection;
  /** Prefix lists of which an answer was one page of several. */
  torn: Set<string>;
}

function readAnswer(answer: unknown, at: string, destination: Destination): void {
  const { collected } = destination;
  const names = FACT_NAMES.filter((name) => member(answer, ANSWERS[name].member) !== undefined);
  if (!isObject(answer)) collected.refuse(null, `${at} is not an object`);
  else if (member(answer, "Entries") !== undefined) readPrefixListEntries(answer, at, destination);
  else if (isVpcAttribute(answer)) readItem("vpcAttributes", answer, at, collected);
  else if (names.length === 0) collected.refuse(null, `${at} has no member that EC2's answers have, such as Subnets`);
  for (const name of names) readItems(name, answer, at, collected);
}

function isVpcAttribute(answer: unknown): boolean {
  return member(answer, "EnableDnsSupport") !== undefined || member(answer, "EnableDnsHostnames") !== undefined;
}

function readItems(name: FactName, answer: unknown, at: string, collected: FactCollection): void {
  const path = ANSWERS[name].member;
  const told = member(answer, path);
  const items = name === "blockPublicAccessOptions" && isObject(told) ? [told] : told;
  if (!Array.isArray(items)) {
    collected.refuse(name, `${at}: ${path} is not a list`);
    return;
  }
  collected.tell(name);
  for (const [index, item] of items.entries()) readItem(name, item, `${at}: ${path}[${index}]`, collected);
  if (isTruncated(answer)) collected.refuse(name, `${at} is one page of ${path}: more were not given`);
}

function readItem(name: FactName, item: unknown, at: string, collected: FactCollection): void {
  attempt(name, collected, () => {
    collected.add(name, ANSWERS[name].item(item, at));
  });
}

function readPrefixListEntries(answer: unknown, at: string, { collected, torn }: Destination): void {
  if (member(answer, "PrefixListId") === undefined) {
    const problem = `${at} has the Entries of a prefix list without its PrefixListId: put that beside them`;
    collected.refuse("prefixLists", problem);
    return;
  }
  attempt("prefixLists", collected, () => {
    const { PrefixListId, Entries } = prefixListEntries(answer, at);
    if (isTruncated(answer)) torn.add(PrefixListId);
    collected.add("prefixLists", { PrefixListId, Cidrs: Entries.map(({ Cidr }) => Cidr) });
  });
}

/** Half of the entries would say that the other half is not in the list. */
function forgetEntries(id: string, collected: FactCollection): void {
  collected.replace("prefixLists", { PrefixListId: id });
  collected.refuse("prefixLists", `the Entries of ${id} are pages of an answer: give them as one`);
}

function attempt(name: FactName, collected: FactCollection, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof UnusableAnswerError)) throw error;
    collected.refuse(name, error.message);
  }
}

function isTruncated(answer: unknown): boolean {
  const token = member(answer, "NextToken");
  return token !== undefined && token !== null && token !== "";
}
