import type { DescribeDomainResponse } from "@aws-sdk/client-sagemaker";
import type { Resource } from "./collection.ts";
import { listComposites } from "./composite-list.ts";
import { resourceInUse } from "./errors.ts";
import type { ListInput } from "./lists.ts";
import type { Studio } from "./studio.ts";

/** What lives in a domain: its id, and its status. */
interface InDomain {
  DomainId?: string | undefined;
  Status?: string | undefined;
}

/** Statuses in which a profile or a space can neither be changed nor deleted. */
const BUSY: ReadonlySet<string> = new Set(["Deleting", "Pending", "Updating"]);
/** Statuses of apps that hold on to the network of their domain. */
const HOLDING: ReadonlySet<string> = new Set(["Deleting", "InService", "Pending"]);

/** Throws ResourceNotFound for a domain that does not exist, ResourceInUse for one that is not in service. */
export function usableDomain({ domains }: Studio, id: string): Resource<DescribeDomainResponse> {
  const domain = domains.get(id);
  if (domain.description.Status === "InService") return domain;
  throw resourceInUse(`Domain [${domain.arn}] is in ${domain.description.Status} status.`);
}

/** One page of what lives in domains, the oldest first where the input does not say: of one domain, or of all. */
export function listInDomain<Description extends InDomain & { CreationTime?: Date | undefined }>(
  resources: Resource<Description>[],
  { DomainIdEquals: domain, ...input }: ListInput & { DomainIdEquals?: string | undefined },
): ReturnType<typeof listComposites<Description>> {
  const matching = resources.filter(({ description }) => domain === undefined || description.DomainId === domain);
  return listComposites(matching, input, { sortBy: "CreationTime", sortOrder: "Ascending" });
}

/** Throws ResourceInUse while a profile or a space is about to change: `Unable to delete Space […] in Pending status.` */
export function refuseBusy(verb: string, title: string, { arn, description }: Resource<InDomain>): void {
  const status = description.Status ?? "";
  if (BUSY.has(status)) throw resourceInUse(`Unable to ${verb} ${title} [${arn}] in ${status} status.`);
}

/** Throws ResourceInUse when there is one of what would be left without what is to be deleted. */
export function refuseOccupied(title: string, arn: string, occupants: Record<string, readonly unknown[]>): void {
  for (const [occupant, found] of Object.entries(occupants)) {
    if (found.length === 0) continue;
    throw resourceInUse(`Unable to delete ${title} [${arn}] because ${occupant}(s) are associated with it.`);
  }
}

/** The apps of a domain that were not shut down. */
export function appsIn({ apps }: Studio, domainId: string): ReturnType<Studio["apps"]["all"]> {
  return apps.all().filter(({ description }) => description.DomainId === domainId && description.Status !== "Deleted");
}

/** Whether apps keep the network settings of a domain from being changed. */
export function holdsNetwork(studio: Studio, domainId: string): boolean {
  return appsIn(studio, domainId).some(({ description }) => HOLDING.has(description.Status ?? ""));
}

/** The settings after an update: those that it does not name stay. */
export function mergedSettings<Settings extends object>(
  current: Settings | undefined,
  update: Settings | undefined,
): Settings | undefined {
  return update === undefined ? current : { ...current, ...update };
}
