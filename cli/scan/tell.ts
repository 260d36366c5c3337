/** What a scan tells people besides its report, on standard error. */
import { READ_NETWORK_PERMISSIONS } from "../../shared/network/read/calls.ts";
import { findKind } from "../../shared/sagemaker/index.ts";
import type { Io } from "../io.ts";
import type { ReportData } from "../report/report-data.ts";
import { harmless, manyOf, plural } from "../style.ts";
import type { Listing } from "./list-regions.ts";

export type Unreadable = ReportData["unreadable"][number];

const COLUMNS = 100;

/** Regions without an answer, and kinds that could not be listed. */
export function unreadablePlaces({ places, silent }: Listing): Unreadable[] {
  const unlisted = places.flatMap(({ region, inventory }) =>
    inventory.unlisted.map(({ kind, reason }) => ({
      what: `${manyOf(findKind(kind)?.title ?? kind)} in ${region}`,
      reason,
    })),
  );
  return [...silent.map(({ region, reason }) => ({ what: region, reason })), ...unlisted];
}

/** A line each, and what would help against denials once. */
export function tellUnreadable(unreadable: readonly Unreadable[], { err }: Pick<Io, "err">): void {
  for (const { what, reason } of unreadable) err(`sagefence: could not read ${harmless(`${what}: ${reason}`)}\n`);
  if (unreadable.some(({ reason }) => reason.includes("was denied"))) {
    err(`sagefence: a scan needs sagemaker:List*, sagemaker:Describe* and ${NETWORK}\n`);
  }
}

/** `ec2:Describe*, ec2:GetManagedPrefixListEntries`. */
const NETWORK = [
  ...new Set(READ_NETWORK_PERMISSIONS.map((action) => action.replace(/^ec2:Describe.*/, "ec2:Describe*"))),
].join(" and ");

/** `12 API calls`, and how many of each below, the most first. */
export function tellCalls(counts: Readonly<Record<string, number>>, { err }: Pick<Io, "err">): void {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const services = Map.groupBy(Object.entries(counts), ([name]) => name.split(":")[0] ?? "");
  err(`${plural(total, "API call")}\n`);
  for (const [service, calls] of services) {
    const sorted = calls.sort(([, one], [, other]) => other - one);
    const listed = sorted.map(([name, count]) => `${count} ${name.slice(service.length + 1)}`);
    const lines = inLines(listed, COLUMNS - 12);
    err(lines.map((line, index) => `  ${(index === 0 ? service : "").padEnd(10)}${line}\n`).join(""));
  }
}

/** Items that stay whole, with commas between them. */
function inLines(items: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index === items.length - 1 ? item : `${item},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + text.length > columns) lines.push(text);
    else lines[lines.length - 1] = `${last} ${text}`;
  }
  return lines;
}
