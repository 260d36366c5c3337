/** Prefix lists that customers manage. */
import type {
  AddPrefixListEntry,
  CreateManagedPrefixListRequest,
  ManagedPrefixList,
  ModifyManagedPrefixListRequest,
  PrefixListEntry,
} from "@aws-sdk/client-ec2";
import { formatCidr, parseCidr } from "../../shared/network/cidr.ts";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { invalidValue, refused } from "./refusals.ts";
import { tagsFor } from "./tags.ts";

export function prefixListOperations(network: Network): Record<string, OperationHandler> {
  return {
    CreateManagedPrefixList: operation((input: CreateManagedPrefixListRequest) => create(network, input)),
    ModifyManagedPrefixList: operation((input: ModifyManagedPrefixListRequest) => modify(network, input)),
  };
}

/** Answers the state of the work that has begun; the list is there at once. */
function create(network: Network, input: CreateManagedPrefixListRequest): object {
  const id = network.newId("pl");
  const list: ManagedPrefixList = {
    PrefixListId: id,
    PrefixListArn: network.arn("prefix-list", id),
    PrefixListName: input.PrefixListName,
    AddressFamily: input.AddressFamily,
    MaxEntries: input.MaxEntries,
    OwnerId: network.accountId,
    State: "create-complete",
    Version: 1,
    Tags: tagsFor("prefix-list", input.TagSpecifications),
  };
  const entries = (input.Entries ?? []).map((entry) => checkedEntry(list, entry));
  checkRoom(list, entries.length);
  network.lists.PrefixLists.push(list);
  network.lists.PrefixListEntries.push({ PrefixListId: id, Entries: entries });
  return { PrefixList: { ...list, State: "create-in-progress" } };
}

function modify(network: Network, input: ModifyManagedPrefixListRequest): object {
  const list = network.get("PrefixLists", input.PrefixListId);
  if (list.OwnerId !== network.accountId) {
    throw refused("UnauthorizedOperation", `You cannot modify the prefix list ${list.PrefixListId} of ${list.OwnerId}`);
  }
  if (input.CurrentVersion !== undefined && input.CurrentVersion !== list.Version) {
    throw refused("PrefixListVersionMismatch", "The prefix list has the incorrect version number");
  }
  const entries = network.entriesOf(list.PrefixListId ?? "");
  const next = changedEntries(list, entries, input);
  const largest = { ...list, MaxEntries: input.MaxEntries ?? list.MaxEntries };
  checkRoom(largest, next.length);
  entries.splice(0, entries.length, ...next);
  Object.assign(list, {
    MaxEntries: largest.MaxEntries,
    PrefixListName: input.PrefixListName ?? list.PrefixListName,
    State: "modify-complete",
    Version: (list.Version ?? 1) + (input.AddEntries || input.RemoveEntries ? 1 : 0),
  });
  return { PrefixList: { ...list, State: "modify-in-progress" } };
}

function changedEntries(
  list: ManagedPrefixList,
  entries: readonly PrefixListEntry[],
  { AddEntries = [], RemoveEntries = [] }: ModifyManagedPrefixListRequest,
): PrefixListEntry[] {
  const removed = new Set(RemoveEntries.map((entry) => checkedEntry(list, entry).Cidr));
  for (const cidr of removed) {
    if (entries.some(({ Cidr }) => Cidr === cidr)) continue;
    throw refused("InvalidPrefixListModification", `The prefix list has no entry ${cidr}`);
  }
  const added = new Map(AddEntries.map((entry) => checkedEntry(list, entry)).map((entry) => [entry.Cidr, entry]));
  const kept = entries.filter(({ Cidr = "" }) => !removed.has(Cidr) && !added.has(Cidr));
  return [...kept, ...added.values()];
}

function checkedEntry({ AddressFamily }: ManagedPrefixList, { Cidr = "", Description }: AddPrefixListEntry) {
  const range = parseCidr(Cidr);
  if (range === undefined || range.family !== AddressFamily?.toLowerCase()) {
    throw invalidValue(`The CIDR ${Cidr} is not a valid ${AddressFamily} block`);
  }
  return { Cidr: formatCidr(range), ...(Description === undefined ? {} : { Description }) };
}

function checkRoom({ MaxEntries = 0 }: ManagedPrefixList, count: number): void {
  if (count <= MaxEntries) return;
  const message = `You've reached the maximum number of entries for the prefix list: ${MaxEntries}`;
  throw refused("PrefixListMaxEntriesExceeded", message);
}
