/** A look at a resource: everything that deciding and acting need, read at one moment. */
import type { Posture } from "./posture.ts";
import type { ResourceRef } from "./resource-kind.ts";

export interface ResourceLook {
  resource: ResourceRef & { id: string; arn: string };
  /** ISO 8601; tells a resource from another one of the same name. */
  creationTime: string;
  status: string | null;
  /** The kind's `beforeCompute` member, where it has one. */
  secondaryStatus: string | null;
  posture: Posture;
  /** The resource that started it, by its own word. */
  parent: ParentRef | null;
  /** ARNs of the roles that it runs with. */
  roles: string[];
  /** What runs of a resource that does not run itself; empty when it was not asked for. */
  runs: Run[];
  /** The Describe answer as JSON; stays inside the step that read it and in planned calls. */
  description: Record<string, unknown>;
  tags: { Key: string; Value: string }[];
}

export interface ParentRef {
  kind: string;
  arn: string;
}

export interface Run {
  /** An execution's ARN; `JupyterLab/default` for an app. */
  id: string;
  status: string;
}

/** The notebook that recreate-beside makes, as a look found it. */
export interface ReplacementLook {
  name: string;
  arn: string;
  status: string;
  /** It carries the tag that names the original, and meets the policy: it is the replacement. */
  ours: boolean;
}
