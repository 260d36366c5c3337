import { randomInt } from "node:crypto";
import {
  AppType,
  type CreateSpaceRequest,
  type CreateSpaceResponse,
  type DeleteSpaceRequest,
  type DescribeSpaceRequest,
  type DescribeSpaceResponse,
  FeatureStatus,
  type ListSpacesRequest,
  type ListSpacesResponse,
  SharingType,
  type SpaceDetails,
  type UpdateSpaceRequest,
  type UpdateSpaceResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { resourceInUse, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import type { Studio } from "./studio.ts";
import { appsIn, listInDomain, mergedSettings, refuseBusy, refuseOccupied, usableDomain } from "./studio-contents.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";
import { profileId } from "./user-profile.ts";

type Description = DescribeSpaceResponse;
export type Spaces = Collection<Description>;

/** Ids are `DOMAIN-ID/NAME`, as they stand in ARNs. */
export const SPACE: ResourceType<Description> = {
  type: "space",
  statusMembers: ["Status"],
  event: null,
  notFound: () => validationError("RecordNotFound"),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("SpaceName"),
  { at: "SpaceDisplayName", longest: 64 },
  { at: "SpaceSettings.AppType", oneOf: Object.values(AppType) },
  { at: "SpaceSettings.RemoteAccess", oneOf: Object.values(FeatureStatus) },
  { at: "SpaceSharingSettings.SharingType", oneOf: Object.values(SharingType) },
  ...TAG_CONSTRAINTS,
];

const CREATING: Way<Description> = [
  { set: { Status: "Pending" }, lasts: "spacePending" },
  { set: { Status: "InService" } },
];
const UPDATING: Way<Description> = [
  { set: { Status: "Updating" }, lasts: "spaceUpdating" },
  { set: { Status: "InService" } },
];
const DELETING: Way<Description> = [{ set: { Status: "Deleting" }, lasts: "spaceDeleting" }, GONE];

const SUMMARY = ["DomainId", "SpaceName", "Status", "CreationTime", "LastModifiedTime", "SpaceDisplayName"] as const;

export function spaceId(domainId: string, name: string): string {
  return `${domainId}/${name}`;
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateSpace.html */
export function createSpaces(
  account: Account,
  studio: Studio,
): { collection: Spaces; operations: Record<string, OperationHandler> } {
  const collection = studio.spaces;
  return {
    collection,
    operations: {
      CreateSpace: handler((input: Checked<CreateSpaceRequest>) => create(account, studio, input)),
      DescribeSpace: handler((input: Checked<DescribeSpaceRequest>) =>
        collection.describe(spaceId(input.DomainId, input.SpaceName)),
      ),
      ListSpaces: handler((input: ListSpacesRequest) => list(collection, input)),
      UpdateSpace: handler((input: Checked<UpdateSpaceRequest>) => update(account, collection, input)),
      DeleteSpace: handler((input: Checked<DeleteSpaceRequest>) => {
        const space = collection.get(spaceId(input.DomainId, input.SpaceName));
        refuseBusy("delete", "Space", space);
        const apps = appsIn(studio, input.DomainId).filter((app) => app.description.SpaceName === space.name);
        refuseOccupied("Space", space.arn, { App: apps });
        travel(account, collection, space, DELETING);
        return {};
      }),
    },
  };
}

function create(account: Account, studio: Studio, input: Checked<CreateSpaceRequest>): CreateSpaceResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  usableDomain(studio, input.DomainId);
  checkOwner(studio, input);
  const name = input.SpaceName;
  const id = spaceId(input.DomainId, name);
  const arn = account.arn(SPACE.type, id);
  if (studio.spaces.find(id) !== undefined) throw resourceInUse(`Space [${arn}] already exists.`);
  const description: Description = {
    ...present(settings),
    SpaceArn: arn,
    HomeEfsFileSystemUid: String(randomInt(200_000, 4_000_000)),
    Url: `https://${input.DomainId}.studio.${account.region}.sagemaker.aws/jupyterlab/default/${name}`,
    CreationTime: account.time.now(),
  };
  const space = studio.spaces.add({ name, id, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, studio.spaces, space, CREATING);
  return { SpaceArn: arn };
}

/** Owner and kind of sharing come together or not at all, and the owner is a profile of the domain. */
function checkOwner({ profiles }: Studio, input: Checked<CreateSpaceRequest>): void {
  const { OwnershipSettings: ownership, SpaceSharingSettings: sharing } = input;
  if ((ownership === undefined) !== (sharing === undefined)) {
    throw validationError("OwnershipSettings and SpaceSharingSettings must be specified together.");
  }
  if (ownership?.OwnerUserProfileName === undefined) return;
  profiles.get(profileId(input.DomainId, ownership.OwnerUserProfileName));
}

function update(account: Account, collection: Spaces, input: Checked<UpdateSpaceRequest>): UpdateSpaceResponse {
  checkConstraints(input, CONSTRAINTS);
  const space = collection.get(spaceId(input.DomainId, input.SpaceName));
  refuseBusy("update", "Space", space);
  const { description, arn } = space;
  description.SpaceSettings = mergedSettings(description.SpaceSettings, input.SpaceSettings);
  if (input.SpaceDisplayName !== undefined) description.SpaceDisplayName = input.SpaceDisplayName;
  travel(account, collection, space, UPDATING);
  return { SpaceArn: arn };
}

function list(collection: Spaces, input: ListSpacesRequest): ListSpacesResponse {
  const { page, ...rest } = listInDomain(collection.all(), { ...input, NameContains: input.SpaceNameContains });
  return { Spaces: page.map(({ description }) => summaryOf(description)), ...rest };
}

function summaryOf(description: Description): SpaceDetails {
  const { SpaceSettings: settings, SpaceSharingSettings, OwnershipSettings } = description;
  return present<SpaceDetails>({
    ...pick(description, SUMMARY),
    SpaceSettingsSummary: settings && pick(settings, ["AppType", "RemoteAccess", "SpaceStorageSettings"]),
    SpaceSharingSettingsSummary: SpaceSharingSettings,
    OwnershipSettingsSummary: OwnershipSettings,
  });
}
