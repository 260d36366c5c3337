/** Judging security groups by what they let in from the whole internet, or out to it. */
import type { NetworkFacts } from "../network/facts.ts";
import type { Direction, WorldOpening } from "../network/groups/groups.ts";
import { formatOpenings, worldAccess } from "../network/groups/world.ts";
import type { Setting } from "../sagemaker/posture.ts";
import { judgeTogether, unlessUnread } from "./judge-ids.ts";
import type { Judgement } from "./verdict.ts";

export interface WorldJudgement {
  direction: Direction;
  /** Whether an opening breaks the rule; every one of them does, when left out. */
  breaks?(opening: WorldOpening): boolean;
  expected: string;
  right: string;
  /** Comes before the openings that break it, without a colon. */
  wrong: string;
}

export function judgeWorld(
  groups: Setting<string[]>,
  { direction, breaks = () => true, expected, right, wrong }: WorldJudgement,
  network: NetworkFacts,
): Judgement {
  return judgeTogether(groups, { noun: "security group", expected, right }, (ids) => {
    const { open, unread } = worldAccess(ids, direction, network);
    const broken = open.filter(breaks);
    if (broken.length === 0) return unlessUnread(unread);
    const causes = broken.flatMap(({ groupIds }) => groupIds);
    return { status: "violation", message: `${wrong}: ${formatOpenings(broken)}.`, causes };
  });
}
