import type {
  ClusterInstanceGroupDetails,
  ClusterInstanceGroupSpecification,
  ClusterRestrictedInstanceGroupDetails,
  ClusterRestrictedInstanceGroupSpecification,
  ClusterRestrictedInstanceGroupsConfig,
  ClusterRestrictedInstanceGroupsConfigOutput,
  CreateClusterRequest,
  DescribeClusterResponse,
  InstanceGroupStatus,
  UpdateClusterRequest,
} from "@aws-sdk/client-sagemaker";
import { validationError } from "./errors.ts";
import { present } from "./handler.ts";

type Group = ClusterInstanceGroupSpecification;
type RestrictedGroup = ClusterRestrictedInstanceGroupSpecification;
type Groups = Pick<DescribeClusterResponse, "InstanceGroups" | "RestrictedInstanceGroups">;

/** Throws ValidationException for group names that are given twice, and groups without a type of instance. */
export function checkGroups(input: CreateClusterRequest | UpdateClusterRequest): void {
  const groups = [...(input.InstanceGroups ?? []), ...(input.RestrictedInstanceGroups ?? [])];
  const names = groups.map((group) => group.InstanceGroupName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw validationError(`Instance group names must be unique: ${twice} is given twice.`);
  for (const group of input.InstanceGroups ?? []) {
    if ((group.InstanceType === undefined) === (group.InstanceRequirements === undefined)) {
      throw validationError(
        `Exactly one of InstanceType and InstanceRequirements must be given for instance group ${group.InstanceGroupName}.`,
      );
    }
  }
}

/** The groups of a cluster after an update: those named in it as they are there, the others as they were. */
export function updatedGroups(current: Groups, input: CreateClusterRequest | UpdateClusterRequest): Groups {
  const leaving = "InstanceGroupsToDelete" in input ? (input.InstanceGroupsToDelete ?? []) : [];
  const { InstanceGroups, RestrictedInstanceGroups } = current;
  const groups = replaced(InstanceGroups ?? [], input.InstanceGroups?.map(detailsOf) ?? [], leaving);
  const restricted = replaced(
    RestrictedInstanceGroups ?? [],
    input.RestrictedInstanceGroups?.map(restrictedDetailsOf) ?? [],
    leaving,
  );
  return present<Groups>({
    InstanceGroups: groups,
    RestrictedInstanceGroups:
      RestrictedInstanceGroups === undefined && restricted.length === 0 ? undefined : restricted,
  });
}

type Details = ClusterInstanceGroupDetails | ClusterRestrictedInstanceGroupDetails;

function replaced<Item extends Details>(current: Item[], given: Item[], leaving: readonly string[]): Item[] {
  const staying = current.filter((group) => !leaving.includes(group.InstanceGroupName ?? ""));
  const kept = staying.map((group) => {
    const update = given.find((item) => item.InstanceGroupName === group.InstanceGroupName);
    return update === undefined ? group : Object.assign(update, { CurrentCount: group.CurrentCount });
  });
  return [...kept, ...given.filter((item) => !kept.includes(item))];
}

/** Sets the status of every group, and the number of its instances when it is in service. */
export function setGroups(groups: Groups, status: InstanceGroupStatus): void {
  for (const group of [...(groups.InstanceGroups ?? []), ...(groups.RestrictedInstanceGroups ?? [])]) {
    group.Status = status;
    if (status === "InService") group.CurrentCount = group.TargetCount;
  }
}

function detailsOf(group: Group): ClusterInstanceGroupDetails {
  const {
    InstanceCount,
    MinInstanceCount,
    InstanceRequirements,
    ImageId,
    ImageReleaseVersion,
    KubernetesConfig,
    AutoPatchConfig,
    ...same
  } = group;
  const types = InstanceRequirements?.InstanceTypes;
  return present<ClusterInstanceGroupDetails>({
    ...same,
    ThreadsPerCore: group.ThreadsPerCore ?? 1,
    CurrentCount: 0,
    TargetCount: InstanceCount,
    MinCount: MinInstanceCount,
    Status: "Creating",
    InstanceRequirements: types && { CurrentInstanceTypes: types, DesiredInstanceTypes: types },
    CurrentImageId: ImageId,
    DesiredImageId: ImageId,
    CurrentImageReleaseVersion: ImageReleaseVersion,
    DesiredImageReleaseVersion: ImageReleaseVersion,
    KubernetesConfig: KubernetesConfig && kubernetesDetails(KubernetesConfig),
    AutoPatchConfig: AutoPatchConfig && patchDetails(AutoPatchConfig),
  });
}

function kubernetesDetails({ Labels, Taints }: NonNullable<Group["KubernetesConfig"]>) {
  return present({ CurrentLabels: Labels, DesiredLabels: Labels, CurrentTaints: Taints, DesiredTaints: Taints });
}

function patchDetails({ PatchSchedule, ...same }: NonNullable<Group["AutoPatchConfig"]>) {
  return present({ ...same, CurrentPatchSchedule: PatchSchedule, DesiredPatchSchedule: PatchSchedule });
}

function restrictedDetailsOf({ InstanceCount, ...same }: RestrictedGroup): ClusterRestrictedInstanceGroupDetails {
  return {
    ...same,
    ThreadsPerCore: same.ThreadsPerCore ?? 1,
    CurrentCount: 0,
    TargetCount: InstanceCount,
    Status: "Creating",
  };
}

export function restrictedConfigDetails({
  SharedEnvironmentConfig: shared,
}: ClusterRestrictedInstanceGroupsConfig): ClusterRestrictedInstanceGroupsConfigOutput {
  return {
    SharedEnvironmentConfig: present({
      CurrentFSxLustreConfig: shared?.FSxLustreConfig,
      DesiredFSxLustreConfig: shared?.FSxLustreConfig,
      CurrentFSxLustreDeletionPolicy: shared?.FSxLustreDeletionPolicy,
      DesiredFSxLustreDeletionPolicy: shared?.FSxLustreDeletionPolicy,
    }),
  };
}
