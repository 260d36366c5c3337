import type { PlannedCall } from "../decide/plan.ts";
import { member, stringAt } from "../sagemaker/document.ts";
import type { ResourceLook, Run } from "../sagemaker/look.ts";
import type { Action, ActionState, ActionSubject } from "./action.ts";
import { choosePlace, placeOf, reachesOf } from "./place.ts";
import { stackOwner } from "./service-tags.ts";

const VPC_ONLY = "VpcOnly";
/** Statuses of apps while which SageMaker does not change the access type: those that last, and one that ends by itself. */
const RUNNING = ["InService", "Pending"];
const ENDING = ["Deleting"];
/** Statuses of a domain that lead to another by themselves, and those from which SageMaker changes it. */
const BUSY = ["Pending", "Updating"];
const CHANGEABLE = ["InService", "Update_Failed"];
/** Apps that a reason names. */
const APPS_NAMED = 5;

/**
 * Sends all traffic of a Studio domain through its VPC, in the subnets and with the groups that it has. Reversible, for
 * no app runs while it is done and the same call takes it back; never automatic, for it changes how all of its users work.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html
 */
export const makeVpcOnly: Action = {
  id: "make-vpc-only",
  title: "Make it VPC-only, in its own subnets",
  permissions: ["sagemaker:UpdateDomain"],
  after: [],
  considers: ({ look }) => placeOf(look),
  propose(subject) {
    const obstacle = obstacleTo(subject);
    if (obstacle !== null) return { possible: false, reason: obstacle };
    const { look } = subject;
    const chosen = choosePlace([placeOf(look)], subject);
    if ("refused" in chosen) return { possible: false, reason: chosen.refused };
    return {
      possible: true,
      effect: "reversible",
      calls: [updateCall(look)],
      kept: ["The domain with its users, spaces, settings and files, in the subnets and security groups that it has."],
      lost: ["The direct way of its apps to the internet: they reach what the VPC lets them reach."],
      undo: `UpdateDomain of ${look.resource.id} with AppNetworkAccessType PublicInternetOnly, while no app of it runs.`,
      place: {
        checks: chosen.checks,
        reaches: reachesOf({ ...look.description, AppNetworkAccessType: VPC_ONLY }, subject),
      },
    };
  },
  state: accessState,
};

function obstacleTo({ kind, look }: ActionSubject): string | null {
  if (kind.id !== "domain") return `A ${kind.title} has no access type to set; its domain may.`;
  const owner = stackOwner(look);
  if (owner !== null) return `A stack owns it (tag ${owner}): change it there.`;
  if (accessOf(look) === VPC_ONLY) return "It is VPC-only already.";
  if (hasRStudio(look)) return "SageMaker does not change the access type of a domain that has RStudio.";
  const running = appsIn(look, RUNNING);
  if (running.length === 0) return null;
  return `SageMaker takes the change only while no app of it runs. Delete these first: ${inShort(running)}.`;
}

function appsIn({ runs }: ResourceLook, statuses: readonly string[]): Run[] {
  return runs.filter(({ status }) => statuses.includes(status));
}

/** `JupyterLab/default (InService), and 3 more`. */
function inShort(apps: readonly Run[]): string {
  const named = apps.slice(0, APPS_NAMED).map(({ id, status }) => `${id} (${status})`);
  const more = apps.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function accessState({ look }: ActionSubject): ActionState {
  const status = look.status ?? "";
  if (BUSY.includes(status)) return { state: "waiting", detail: `it is ${status}` };
  if (!CHANGEABLE.includes(status)) return { state: "impossible", detail: `it is ${status || "in an unknown status"}` };
  if (accessOf(look) === VPC_ONLY) {
    return status === "InService"
      ? { state: "done", detail: "it is VPC-only" }
      : { state: "impossible", detail: `it is ${status}, so SageMaker did not make it VPC-only` };
  }
  const running = appsIn(look, RUNNING);
  if (running.length > 0) return { state: "impossible", detail: `apps of it run: ${inShort(running)}` };
  const ending = appsIn(look, ENDING);
  return ending.length > 0 ? { state: "waiting", detail: `apps of it end: ${inShort(ending)}` } : { state: "ready" };
}

function accessOf({ description }: ResourceLook): string | undefined {
  return stringAt(description, "AppNetworkAccessType");
}

function hasRStudio({ description }: ResourceLook): boolean {
  const settings = member(member(description, "DomainSettings"), "RStudioServerProDomainSettings");
  return stringAt(settings, "DomainExecutionRoleArn") !== undefined;
}

/** SageMaker takes the change only with the VPC and the subnets, changed or not. */
function updateCall({ resource, description }: ResourceLook): PlannedCall {
  const { VpcId, SubnetIds } = description;
  const input = { DomainId: resource.id, AppNetworkAccessType: VPC_ONLY, VpcId, SubnetIds };
  return { service: "sagemaker", operation: "UpdateDomain", input };
}
