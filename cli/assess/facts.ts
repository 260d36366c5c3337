/** What `--facts` files say: Describe answers in which an assessment looks up what its own input leaves out. */
import { sameArn } from "../../shared/sagemaker/arn.ts";
import type { ResourceKind, ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import type { Looked, LookUp } from "../../shared/sagemaker/whole-posture.ts";
import type { Description } from "./recognise.ts";

export interface Facts {
  /** The description of a resource; null when there is none. */
  describe(resource: ResourceRef): Description | null;
  /** Looks up resources in the account and region of `beside`. */
  lookUpBeside(beside: ResourceRef): LookUp;
}

/** Merges descriptions; of several of the same resource the last one counts. */
export function createFacts(descriptions: readonly Description[]): Facts {
  const byKind = new Map<string, Map<string, Description>>();
  for (const description of descriptions) {
    const ofKind = byKind.get(description.kind.id) ?? new Map<string, Description>();
    byKind.set(description.kind.id, ofKind.set(description.resource.arn, description));
  }
  const matching = (resource: ResourceRef) =>
    [...(byKind.get(resource.kind)?.values() ?? [])].filter((description) => isSame(description.resource, resource));
  return {
    describe(resource) {
      const found = matching(resource);
      return found.length === 1 ? (found[0] ?? null) : null;
    },
    lookUpBeside: (beside) => async (kind, name) => toLooked(kind, matching(named(kind, name, beside))),
  };
}

function named(kind: ResourceKind, name: string, { account, region }: ResourceRef): ResourceRef {
  const arn = name.startsWith("arn:") ? name : null;
  return { kind: kind.id, name, id: arn === null ? name : null, arn, account, region };
}

function toLooked(kind: ResourceKind, found: readonly Description[]): Looked {
  const [first] = found;
  if (first === undefined)
    return { status: "unread", reason: `no --facts file holds its ${kind.describe.call} answer` };
  if (found.length > 1) return { status: "unread", reason: "--facts files describe several of that name" };
  return { status: "read", description: first.document };
}

/** The same ARN where the wanted one is known; else the same name in what is known of its account and region. */
function isSame(described: Description["resource"], wanted: ResourceRef): boolean {
  if (wanted.arn !== null) return sameArn(described.arn, wanted.arn);
  if (described.id !== wanted.id && described.name !== wanted.name) return false;
  const sameAccount = wanted.account === null || wanted.account === described.account;
  return sameAccount && (wanted.region === null || wanted.region === described.region);
}
