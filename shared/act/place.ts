/** Choosing a place where SageMaker works, and saying what was checked of it. */
import { type Preflight, preflight } from "../network/preflight/preflight.ts";
import { reachesOfPosture } from "../network/reach/of-posture.ts";
import { classifySubnet } from "../network/routes/subnet.ts";
import type { ResourceLook } from "../sagemaker/look.ts";
import { namedIn, readPosture } from "../sagemaker/posture.ts";
import type { ActionSubject, Place } from "./action.ts";

export type Chosen = { place: Place; checks: string[] } | { refused: string };

type Seeker = Pick<ActionSubject, "kind" | "look" | "network">;

/**
 * The first place where SageMaker works, else the first where that cannot be told. Places with a public subnet come last,
 * because what is moved there is moved for its network. Where none will do, why.
 */
export function choosePlace(places: readonly Place[], seeker: Seeker): Chosen {
  const judged = places.map((place) => ({ place, result: judge(place, seeker), isPublic: isPublic(place, seeker) }));
  const possible = judged.filter(({ result }) => result.works !== "no");
  const rank = ({ result, isPublic }: (typeof judged)[number]) => Number(isPublic) * 2 + Number(result.works !== "yes");
  const [best] = possible.toSorted((one, other) => rank(one) - rank(other));
  if (best !== undefined) return { place: best.place, checks: checksOf(best.result) };
  return { refused: refusal(judged) };
}

/** What a resource with these settings reaches, in sentences. `input` is that of its create call. */
export function reachesOf(input: Record<string, unknown>, { kind, look, network }: Seeker): string[] {
  return reachesOfPosture(readPosture(kind, input, "create"), look.resource, network);
}

/** Where a resource is now, by the settings of its own. */
export function placeOf({ posture }: ResourceLook): Place {
  const own = posture.units.find(({ path }) => path === "")?.settings;
  return { subnets: namedIn(own?.subnets), securityGroups: namedIn(own?.securityGroups) };
}

function judge({ subnets, securityGroups }: Place, { kind, look, network }: Seeker): Preflight {
  const { account, region } = look.resource;
  return preflight({ kind: kind.id, subnets, securityGroups, account, region }, network);
}

function isPublic({ subnets }: Place, { network }: Seeker): boolean {
  return subnets.some((id) => classifySubnet(id, network).class === "public");
}

function checksOf({ unknowns, notes }: Preflight): string[] {
  return [...unknowns.map((unknown) => `Not known: ${unknown}`), ...notes];
}

function refusal(judged: readonly { place: Place; result: Preflight }[]): string {
  const reasons = judged.map(({ place, result }) => {
    const told = result.problems.join(" ");
    return judged.length === 1 ? told : `In ${place.subnets.join(", ")}: ${told}`;
  });
  return `SageMaker would not work there. ${reasons.join(" ")}`;
}
