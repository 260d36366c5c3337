import { randomInt } from "node:crypto";
import type {
  CreateUserProfileRequest,
  CreateUserProfileResponse,
  DeleteUserProfileRequest,
  DescribeDomainResponse,
  DescribeUserProfileRequest,
  DescribeUserProfileResponse,
  ListUserProfilesRequest,
  ListUserProfilesResponse,
  UpdateUserProfileRequest,
  UpdateUserProfileResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, securityGroupsAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import type { Studio } from "./studio.ts";
import { appsIn, listInDomain, mergedSettings, refuseBusy, refuseOccupied, usableDomain } from "./studio-contents.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeUserProfileResponse;
export type UserProfiles = Collection<Description>;

/** Ids are `DOMAIN-ID/NAME`, as they stand in ARNs. */
export const USER_PROFILE: ResourceType<Description> = {
  type: "user-profile",
  statusMembers: ["Status"],
  event: null,
  notFound: (_id, arn) => resourceNotFound(`UserProfile [${arn}] does not exist.`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("UserProfileName"),
  { at: "SingleSignOnUserIdentifier", oneOf: ["UserName"] },
  roleAt("UserSettings.ExecutionRole"),
  securityGroupsAt("UserSettings.SecurityGroups[]"),
  { at: "UserSettings.SecurityGroups", mostItems: 5 },
  ...TAG_CONSTRAINTS,
];

const CREATING: Way<Description> = [
  { set: { Status: "Pending" }, lasts: "userProfilePending" },
  { set: { Status: "InService" } },
];
const UPDATING: Way<Description> = [
  { set: { Status: "Updating" }, lasts: "userProfileUpdating" },
  { set: { Status: "InService" } },
];
const DELETING: Way<Description> = [{ set: { Status: "Deleting" }, lasts: "userProfileDeleting" }, GONE];

const SUMMARY = ["DomainId", "UserProfileName", "Status", "CreationTime", "LastModifiedTime"] as const;

export function profileId(domainId: string, name: string): string {
  return `${domainId}/${name}`;
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html */
export function createUserProfiles(
  account: Account,
  studio: Studio,
): { collection: UserProfiles; operations: Record<string, OperationHandler> } {
  const collection = studio.profiles;
  return {
    collection,
    operations: {
      CreateUserProfile: handler((input: Checked<CreateUserProfileRequest>) => create(account, studio, input)),
      DescribeUserProfile: handler((input: Checked<DescribeUserProfileRequest>) =>
        collection.describe(profileId(input.DomainId, input.UserProfileName)),
      ),
      ListUserProfiles: handler((input: ListUserProfilesRequest) => list(collection, input)),
      UpdateUserProfile: handler((input: Checked<UpdateUserProfileRequest>) => update(account, collection, input)),
      DeleteUserProfile: handler((input: Checked<DeleteUserProfileRequest>) => {
        const profile = collection.get(profileId(input.DomainId, input.UserProfileName));
        refuseBusy("delete", "UserProfile", profile);
        refuseOccupied("UserProfile", profile.arn, occupantsOf(studio, profile));
        travel(account, collection, profile, DELETING);
        return {};
      }),
    },
  };
}

function create(account: Account, studio: Studio, input: Checked<CreateUserProfileRequest>): CreateUserProfileResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const domain = usableDomain(studio, input.DomainId);
  checkSignOn(domain.description, input);
  const name = input.UserProfileName;
  const id = profileId(input.DomainId, name);
  const arn = account.arn(USER_PROFILE.type, id);
  if (studio.profiles.find(id) !== undefined) throw resourceInUse(`UserProfile [${arn}] already exists.`);
  const description: Description = {
    ...present(settings),
    UserProfileArn: arn,
    HomeEfsFileSystemUid: String(randomInt(200_000, 4_000_000)),
    CreationTime: account.time.now(),
  };
  const profile = studio.profiles.add({ name, id, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, studio.profiles, profile, CREATING);
  return { UserProfileArn: arn };
}

/** The user of IAM Identity Center is required where people sign in with it, and refused elsewhere. */
function checkSignOn({ AuthMode }: DescribeDomainResponse, input: CreateUserProfileRequest): void {
  const given = input.SingleSignOnUserIdentifier !== undefined && input.SingleSignOnUserValue !== undefined;
  const none = input.SingleSignOnUserIdentifier === undefined && input.SingleSignOnUserValue === undefined;
  if (AuthMode === "SSO" && !given) {
    throw validationError("SingleSignOnUserIdentifier and SingleSignOnUserValue are required if AuthMode is SSO.");
  }
  if (AuthMode !== "SSO" && !none) {
    throw validationError(
      "SingleSignOnUserIdentifier and SingleSignOnUserValue cannot be specified if AuthMode is not SSO.",
    );
  }
}

function update(
  account: Account,
  collection: UserProfiles,
  input: Checked<UpdateUserProfileRequest>,
): UpdateUserProfileResponse {
  checkConstraints(input, CONSTRAINTS);
  const profile = collection.get(profileId(input.DomainId, input.UserProfileName));
  refuseBusy("update", "UserProfile", profile);
  const { description, arn } = profile;
  description.UserSettings = mergedSettings(description.UserSettings, input.UserSettings);
  travel(account, collection, profile, UPDATING);
  return { UserProfileArn: arn };
}

function occupantsOf(studio: Studio, { name, description }: Resource<Description>): Record<string, readonly unknown[]> {
  const { DomainId } = description;
  const spaces = studio.spaces
    .all()
    .filter((space) => space.description.DomainId === DomainId)
    .filter((space) => space.description.OwnershipSettings?.OwnerUserProfileName === name);
  const apps = appsIn(studio, DomainId ?? "").filter((app) => app.description.UserProfileName === name);
  return { App: apps, Space: spaces };
}

function list(collection: UserProfiles, input: ListUserProfilesRequest): ListUserProfilesResponse {
  const { page, ...rest } = listInDomain(collection.all(), { ...input, NameContains: input.UserProfileNameContains });
  return { UserProfiles: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
