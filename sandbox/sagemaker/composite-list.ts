import type { Resource } from "./collection.ts";
import { type ListInput, type ListOptions, listPage } from "./lists.ts";

/**
 * One page of resources whose names are unique only within something else: as `listPage`, but ordered by id where it
 * would order by name, so that no page leaves out one of two that share a name.
 */
export function listComposites<Description extends { CreationTime?: Date | undefined }>(
  resources: Resource<Description>[],
  { NameContains, ...input }: ListInput,
  options: ListOptions<Description>,
): ReturnType<typeof listPage<Description>> {
  const wanted = NameContains?.toLowerCase() ?? "";
  const matching = resources.filter(({ name }) => name.toLowerCase().includes(wanted));
  return listPage(
    matching.map((resource) => ({ ...resource, name: resource.id })),
    input,
    options,
  );
}
