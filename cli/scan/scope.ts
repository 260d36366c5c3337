/** What a scan goes through: which kinds, in which Regions. */
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import { CommandError } from "../io.ts";
import { nearest } from "../nearest.ts";

/** The kinds of a list such as `model,domain`, in the order of the registry; all without a list. Throws CommandError. */
export function kindsNamed(list: string | undefined): readonly ResourceKind[] {
  if (list === undefined) return RESOURCE_KINDS;
  const ids = RESOURCE_KINDS.map(({ id }) => id);
  const wanted = itemsOf(list, "--kinds", "notebook-instance,endpoint-config");
  const problems = wanted.filter((id) => !ids.includes(id)).map((id) => unknownKind(id, ids));
  if (problems.length > 0) throw new CommandError(problems);
  return RESOURCE_KINDS.filter(({ id }) => wanted.includes(id));
}

/** The Regions of a list such as `eu-west-1,us-east-1`; the environment's without a list. Throws CommandError. */
export async function regionsNamed(
  list: string | undefined,
  ofEnvironment: () => Promise<string>,
): Promise<readonly string[]> {
  const wanted = list === undefined ? [await ofEnvironment()] : itemsOf(list, "--regions", "eu-west-1,us-east-1");
  const problems = wanted.filter((name) => !isRegionName(name)).map(unknownRegion);
  if (problems.length > 0) throw new CommandError(problems);
  return wanted;
}

export function isRegionName(name: string): boolean {
  return REGION.test(name);
}

/** `eu-west-1`, `us-gov-west-1`, `us-isob-east-1`: Regions that do not exist yet will be called so, too. */
const REGION = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;

function itemsOf(list: string, option: string, example: string): string[] {
  const items = list.split(",").map((item) => item.trim());
  const named = [...new Set(items.filter((item) => item !== ""))];
  if (named.length === 0) throw new CommandError(`${option} names nothing; write ${option} ${example}`);
  return named;
}

function unknownKind(id: string, ids: readonly string[]): string {
  const suggestion = nearest(id, ids);
  const hint = suggestion === null ? `there are ${ids.join(", ")}` : `did you mean ${suggestion}?`;
  return `there is no resource kind "${id}"; ${hint}`;
}

function unknownRegion(name: string): string {
  return `"${name}" is no AWS Region; they are called like eu-west-1, and \`aws account list-regions\` lists yours`;
}
