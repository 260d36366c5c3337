/** Who uses which security group, as far as a scan has seen it. */
import { functionOf } from "../../shared/assess/kind-function.ts";
import type { FactItem, FactList, NetworkFacts } from "../../shared/network/facts.ts";
import { namedIn, type Posture, type PostureUnit } from "../../shared/sagemaker/posture.ts";

export interface GroupUses {
  see(posture: Posture): void;
  /** Something was not seen; the reason is a clause. */
  miss(reason: string): void;
  /** The facts with what was seen. */
  addedTo(network: NetworkFacts): NetworkFacts;
}

export function createGroupUses(): GroupUses {
  const functions = new Map<string, Set<string>>();
  let missed: string | null = null;
  function seeUnit({ settings: { securityGroups: used } }: PostureUnit, use: string): void {
    if (used?.status === "unread") missed ??= `not all groups that are used could be read: ${used.reason}`;
    for (const id of namedIn(used)) {
      functions.set(id, (functions.get(id) ?? new Set()).add(use));
    }
  }
  return {
    see(posture) {
      for (const unit of posture.units) {
        const use = functionOf(unit.as ?? posture.kind);
        if (use !== null) seeUnit(unit, use);
      }
    },
    miss(reason) {
      missed ??= reason;
    },
    addedTo: (network) => ({ ...network, groupUses: listOf(functions, missed) }),
  };
}

/** Where something was not seen, a group that one function is known to use may serve others, too: it stays unread. */
function listOf(functions: Map<string, Set<string>>, missed: string | null): FactList<FactItem<"groupUses">> {
  const all = [...functions].map(([GroupId, names]) => ({ GroupId, Functions: [...names].sort() }));
  const certain = missed === null ? all : all.filter(({ Functions }) => Functions.length > 1);
  return { status: "known", items: certain, partial: missed };
}
