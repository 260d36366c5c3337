import type { Tag, TagSpecification } from "@aws-sdk/client-ec2";

/** The tags that a creation asks for on the thing that it creates. */
export function tagsFor(type: TagSpecification["ResourceType"], given: readonly TagSpecification[] = []): Tag[] {
  return given.filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags }) => Tags ?? []);
}
