/** The open findings as a survey needs them: by the name of the resource, and by the cause in the network. */
import { networkTitle } from "../network/standing/network-kind.ts";
import type { Finding, Ledger } from "../record/ledger.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import { findKind } from "../sagemaker/index.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

export interface OpenFindings {
  /** Of one name there may have been several resources. */
  about(resource: ResourceRef): readonly Finding[];
  /** Those about SageMaker resources. */
  all(): readonly Finding[];
  /** Those about causes, by the id of the cause. */
  causes: ReadonlyMap<string, Finding>;
}

/** More than these are never open at a time; each is about two kilobytes. */
const MOST = 20_000;

/** Lists them once; the list lags behind by moments, so what is done about one is decided by reading it again. */
export async function readOpenFindings(ledger: Pick<Ledger, "listOpenFindings">): Promise<OpenFindings> {
  const open = await ledger.listOpenFindings(MOST);
  const ours = open.filter(({ resource }) => findKind(resource.kind) !== undefined);
  const byKey = Map.groupBy(ours, ({ resource }) => resourceKey(resource));
  const causes = open.filter(({ resource }) => networkTitle(resource.kind) !== undefined);
  return {
    about: (resource) => byKey.get(resourceKey(resource)) ?? [],
    all: () => ours,
    causes: new Map(causes.map((finding) => [finding.resource.id ?? finding.resource.name, finding])),
  };
}
