/** The resources of a kind, as its List calls tell them. */
import type { SageMakerApi } from "../aws/sagemaker.ts";
import { member, stringAt, valuesAt } from "./document.ts";
import { arnMemberOf, idIn } from "./identity.ts";
import { pagesOf } from "./pages.ts";
import { isOver, type ResourceKind } from "./resource-kind.ts";

/** A resource in a list. */
export interface Listed {
  kind: string;
  /** What Describe takes; see `idMembersOf`. */
  id: string;
  /** Null where the list names no ARNs. */
  arn: string | null;
  status: string | null;
  createdAt: Date | null;
}

const PAGE = 100;

/** Every resource of the kind, or only those made after a moment. Throws what SageMaker answers. */
export async function* listResources(
  api: SageMakerApi,
  kind: ResourceKind,
  options: { createdAfter?: Date } = {},
): AsyncGenerator<Listed> {
  const { list } = kind;
  const { createdAfter } = options;
  const since =
    createdAfter === undefined || list.createdAfter === undefined ? {} : { [list.createdAfter]: createdAfter };
  for await (const input of inputsOf(api, kind)) {
    for await (const page of pagesOf(api, list.call, { ...input, ...since, MaxResults: PAGE })) {
      for (const item of valuesAt(page, `${list.items}[]`)) {
        const listed = toListed(kind, item, input);
        if (listed !== null && isAfter(listed, createdAfter)) yield listed;
      }
    }
  }
}

/** Whether a listed resource has ended for good, by the list's own word. */
export function hasEnded(kind: ResourceKind, { status }: Listed): boolean {
  return isOver(kind, status);
}

function isAfter({ createdAt }: Listed, moment: Date | undefined): boolean {
  return moment === undefined || createdAt === null || createdAt > moment;
}

/** The inputs that together list everything: one for each value that the call requires. */
async function* inputsOf(api: SageMakerApi, { list }: ResourceKind): AsyncGenerator<Record<string, string>> {
  const { forEach, within } = list;
  const values = forEach === undefined ? [{}] : forEach.values.map((value) => ({ [forEach.member]: value }));
  if (within === undefined) {
    yield* values;
    return;
  }
  for await (const page of pagesOf(api, within.call, { MaxResults: PAGE })) {
    for (const holder of valuesAt(page, `${within.items}[]`)) {
      const name = stringAt(holder, within.member);
      if (name === undefined || isOfAws(stringAt(holder, within.arnMember))) continue;
      for (const value of values) yield { ...value, [within.member]: name };
    }
  }
}

/** What AWS itself offers to everybody: `arn:aws:sagemaker:eu-west-1:aws:hub/SageMakerPublicHub`. */
function isOfAws(arn: string | undefined): boolean {
  return arn?.split(":")[4] === "aws";
}

function toListed(kind: ResourceKind, item: unknown, input: Record<string, string>): Listed | null {
  const { idMember, arnMember = arnMemberOf(kind, "create") } = kind.list;
  const id = (idMember === undefined ? idIn(kind, item, input) : stringAt(item, idMember)) ?? null;
  if (id === null) return null;
  const created = member(item, kind.creationTimeMember);
  return {
    kind: kind.id,
    id,
    arn: arnMember === null ? null : (stringAt(item, arnMember) ?? null),
    status: kind.statusMember === null ? null : (stringAt(item, kind.statusMember) ?? null),
    createdAt: created instanceof Date ? created : null,
  };
}
