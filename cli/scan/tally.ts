/** What is counted of a scan while its report is fed. */
import type { Report } from "./report.ts";
import type { Unreadable } from "./tell.ts";

export interface Tally extends Pick<Report, "add"> {
  /** Something of the network that could not be read; told once. */
  miss(one: Unreadable): void;
  accounts(): readonly string[];
  unreadable(): readonly Unreadable[];
  violations(): number;
  unknowns(): number;
}

export function createTally(report: Report): Tally {
  const counts = { violation: 0, unknown: 0, compliant: 0, ignored: 0 };
  const accounts = new Set<string>();
  const missed = new Map<string, Unreadable>();
  return {
    add(resource, grounds) {
      counts[resource.outcome] += 1;
      if (resource.account !== null) accounts.add(resource.account);
      report.add(resource, grounds);
    },
    miss: (one) => void missed.set(`${one.what}: ${one.reason}`, one),
    accounts: () => [...accounts].sort(),
    unreadable: () => [...missed.values()],
    violations: () => counts.violation,
    unknowns: () => counts.unknown,
  };
}
