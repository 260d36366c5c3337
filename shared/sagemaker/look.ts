/** A look at a resource: everything that deciding and acting need, read at one moment. */
import type { Posture } from "./posture.ts";
import type { ResourceRef } from "./resource-kind.ts";

export interface ResourceLook {
  resource: ResourceRef & { id: string; arn: string };
  /** ISO 8601; tells a resource from another one of the same name. */
  creationTime: string;
  status: string | null;
  secondaryStatus: string | null;
  posture: Posture;
  /** The Describe answer as JSON; stays inside the step that read it and in planned calls. */
  description: Record<string, unknown>;
  tags: { Key: string; Value: string }[];
}

/** The notebook that recreate-beside makes, as a look found it. */
export interface ReplacementLook {
  name: string;
  arn: string;
  status: string;
  /** It carries the tag that names the original, and meets the policy: it is the replacement. */
  ours: boolean;
}
