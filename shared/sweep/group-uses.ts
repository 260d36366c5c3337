/** What the index knows of who uses security groups. */
import { functionOf } from "../assess/kind-function.ts";
import type { UsesOf } from "../network/read/sources.ts";
import type { NetworkIndex } from "../record/network-index.ts";

/** Looks them up as the last sweep and those since have kept them. */
export function groupUsesIn({ kindsOn }: Pick<NetworkIndex, "kindsOn">): UsesOf {
  return async (groupIds) => {
    const kinds = await kindsOn(groupIds);
    return groupIds.map((GroupId) => {
      const functions = (kinds.get(GroupId) ?? []).flatMap((kind) => functionOf(kind) ?? []);
      return { GroupId, Functions: [...new Set(functions)].sort() };
    });
  };
}
