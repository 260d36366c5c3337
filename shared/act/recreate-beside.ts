import { approvalOf } from "../assess/approved-subnet.ts";
import type { PlannedCall } from "../decide/plan.ts";
import { factOf } from "../network/facts.ts";
import { vpcOf } from "../network/vpc.ts";
import type { ReplacementLook, ResourceLook } from "../sagemaker/look.ts";
import type { Action, ActionState, ActionSubject, Place } from "./action.ts";
import { choosePlace, placeOf, reachesOf } from "./place.ts";
import { FINDING_TAG, REPLACES_TAG, STATUS_TAG, stackOwner } from "./service-tags.ts";
import { stopState } from "./stop.ts";

/** Members that the create input and the Describe answer of a notebook share by name and that carry over as they are. */
const CARRIED = [
  "InstanceType",
  "RoleArn",
  "KmsKeyId",
  "VolumeSizeInGB",
  "PlatformIdentifier",
  "RootAccess",
  "IpAddressType",
  "DefaultCodeRepository",
  "AdditionalCodeRepositories",
  "InstanceMetadataServiceConfiguration",
] as const;

/** What makes a create input satisfy a rule that the original violates; the network rules are met by placement. */
const CORRECTIONS: Readonly<Record<string, Record<string, unknown>>> = {
  "ipv4-only": { IpAddressType: "ipv4" },
  "notebook-imds-v2": { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" } },
  "notebook-root-access-disabled": { RootAccess: "Disabled" },
};

/** A notebook takes at most five security groups. */
const MAX_GROUPS = 5;
/** A notebook's name has at most 63 characters. */
const MAX_NAME = 63;

/**
 * What CreateNotebookInstance asks of its caller beside the call, for a VPC and for a key.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html
 */
const ASKED_OF_CREATORS = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
  "kms:CreateGrant",
  "kms:DescribeKey",
];

/**
 * Creates a notebook like the original in the approved network, beside the stopped original. Elastic Inference
 * accelerators are withdrawn and not carried over.
 */
export const recreateBeside: Action = {
  id: "recreate-beside",
  title: "Recreate it beside the stopped original, in the approved network",
  permissions: ["sagemaker:CreateNotebookInstance", "sagemaker:AddTags", "iam:PassRole", ...ASKED_OF_CREATORS],
  after: ["stop"],
  considers({ look, approvedNetwork: { subnets, securityGroups } }) {
    return { subnets: [...new Set([...placeOf(look).subnets, ...subnets.ids])], securityGroups };
  },
  propose(subject) {
    const obstacle = obstacleTo(subject);
    if (obstacle !== null) return { possible: false, reason: obstacle };
    const { look } = subject;
    const chosen = choosePlace(placesFor(subject), subject);
    if ("refused" in chosen) return { possible: false, reason: chosen.refused };
    const call = createCall(subject, chosen.place);
    return {
      possible: true,
      effect: "reversible",
      calls: [call],
      kept: [
        `The original ${look.resource.name}, stopped, with its volume and everything on it.`,
        "For the replacement: role, key, instance type, volume size, tags, lifecycle configuration and code repositories.",
      ],
      lost: ["Nothing is deleted, but the replacement starts with an empty volume: files stay on the original's."],
      undo: `Delete ${replacementName(subject)}; the original is as it was, stopped.`,
      place: { checks: [...chosen.checks, ...lifecycleCheck(subject)], reaches: reachesOf(call.input, subject) },
    };
  },
  state: recreateState,
  replacementName,
};

/** `churn-dev` → `churn-dev-fenced-3f9a`: the same for every attempt, different for another notebook of that name. */
function replacementName({ look, findingId }: ActionSubject): string {
  const suffix = `-fenced-${findingId.slice(-4)}`;
  return `${look.resource.name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
}

function recreateState(subject: ActionSubject, replacement: ReplacementLook | null): ActionState {
  if (replacement === null) return originalStopped(subject);
  const { name, status } = replacement;
  if (!replacement.ours) return { state: "impossible", detail: `another notebook instance is already named ${name}` };
  if (status === "InService") return { state: "done", detail: `${name} is InService` };
  if (status === "Pending") return { state: "waiting", detail: `${name} is Pending` };
  return { state: "impossible", detail: `${name} is ${status}` };
}

function originalStopped(subject: ActionSubject): ActionState {
  const { status } = subject.look;
  if (status === "Deleting") return { state: "impossible", detail: "the original is being deleted" };
  if (stopState(subject).state === "done") return { state: "ready" };
  return { state: "waiting", detail: `the original is ${status ?? "in an unknown status"}` };
}

function obstacleTo(subject: ActionSubject): string | null {
  const { kind, look, approvedNetwork } = subject;
  if (kind.id !== "notebook-instance") return `A ${kind.title} is not recreated by this service.`;
  const owner = stackOwner(look);
  if (owner !== null) return `A stack owns it (tag ${owner}): recreate it there.`;
  if (approvedSubnets(subject).length === 0)
    return "The policy names no subnet to put the replacement in, and its own is not approved.";
  if (approvedNetwork.securityGroups.length === 0) return "The policy approves no security group for the replacement.";
  return null;
}

function createCall(subject: ActionSubject, place: Place): PlannedCall {
  const { look, violated } = subject;
  const input: Record<string, unknown> = { NotebookInstanceName: replacementName(subject) };
  for (const member of CARRIED) {
    if (look.description[member] !== undefined) input[member] = look.description[member];
  }
  const lifecycle = look.description.NotebookInstanceLifecycleConfigName;
  if (lifecycle !== undefined) input.LifecycleConfigName = lifecycle;
  Object.assign(input, placement(place), ...violated.map((rule) => CORRECTIONS[rule] ?? {}));
  input.Tags = tagsOf(look, subject.findingId);
  return { service: "sagemaker", operation: "CreateNotebookInstance", input };
}

function placement({ subnets, securityGroups }: Place): Record<string, unknown> {
  return { DirectInternetAccess: "Disabled", SubnetId: subnets[0], SecurityGroupIds: securityGroups };
}

/** The original's own subnet and groups first where the policy approves them, then the policy's in their order. */
function placesFor(subject: ActionSubject): Place[] {
  return approvedSubnets(subject).map((subnet) => ({ subnets: [subnet], securityGroups: groupsFor(subnet, subject) }));
}

function approvedSubnets({ look, approvedNetwork, network }: ActionSubject): string[] {
  const { account } = look.resource;
  const own = placeOf(look).subnets.filter(
    (id) => approvalOf(id, approvedNetwork, { network, account }).status === "approved",
  );
  return [...new Set([...own, ...approvedNetwork.subnets.ids])];
}

/** Those of the approved groups that are not known to be in another VPC; the original's own in its own subnet. */
function groupsFor(subnetId: string, { look, approvedNetwork, network }: ActionSubject): string[] {
  const { subnets, securityGroups: own } = placeOf(look);
  const approved = approvedNetwork.securityGroups;
  const kept = own.filter((group) => approved.includes(group));
  if (subnets.includes(subnetId) && kept.length > 0) return kept;
  const vpc = vpcOf(subnetId, network);
  const fitting = approved.filter((id) => {
    const group = factOf(network, "securityGroups", id);
    const groupVpc = group.status === "known" ? group.value.VpcId : undefined;
    return vpc.status === "unread" || groupVpc === undefined || groupVpc === vpc.value;
  });
  return (fitting.length > 0 ? fitting : approved).slice(0, MAX_GROUPS);
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html */
function lifecycleCheck({ look }: ActionSubject): string[] {
  const name = look.description.NotebookInstanceLifecycleConfigName;
  if (typeof name !== "string") return [];
  return [
    `Its lifecycle configuration ${name} runs at every start, which fails where the script needs what is not reached.`,
  ];
}

/** In an order of its own: ListTags promises none, and what is approved must not depend on it. */
function tagsOf(look: ResourceLook, findingId: string): ResourceLook["tags"] {
  const own = new Set<string>([FINDING_TAG, STATUS_TAG, REPLACES_TAG]);
  const carried = look.tags.filter(({ Key }) => !Key.startsWith("aws:") && !own.has(Key));
  return [
    ...carried.toSorted((one, other) => (one.Key < other.Key ? -1 : 1)),
    { Key: FINDING_TAG, Value: findingId },
    { Key: REPLACES_TAG, Value: look.resource.arn },
  ];
}
