import {
  AppType,
  type CreateAppRequest,
  type CreateAppResponse,
  type DeleteAppRequest,
  type DescribeAppRequest,
  type DescribeAppResponse,
  type ListAppsRequest,
  type ListAppsResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { resourceInUse, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { spaceId } from "./space.ts";
import type { Studio } from "./studio.ts";
import { listInDomain, usableDomain } from "./studio-contents.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";
import { unstamped } from "./unstamped.ts";
import { profileId } from "./user-profile.ts";

/** LastModifiedTime is no member of DescribeApp; it is set and taken away again. */
type Description = DescribeAppResponse & { LastModifiedTime?: Date | undefined };
type App = Resource<Description>;
export type Apps = Collection<Description>;

/** Ids are `DOMAIN-ID/OWNER/TYPE/NAME`, as they stand in ARNs; the owner is a profile or a space. */
export const APP: ResourceType<Description> = {
  type: "app",
  statusMembers: ["Status"],
  event: null,
  notFound: () => validationError("RecordNotFound"),
  failed(description) {
    delete description.LastModifiedTime;
  },
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("AppName", 56),
  { at: "AppType", oneOf: Object.values(AppType) },
  ...TAG_CONSTRAINTS,
];

const CREATING: Way<Description> = unstamped<Description>([
  { set: { Status: "Pending" }, lasts: "appPending" },
  { set: { Status: "InService" } },
]);
const DELETING: Way<Description> = unstamped<Description>([
  { set: { Status: "Deleting" }, lasts: "appDeleting" },
  { set: { Status: "Deleted" }, lasts: "appDeleted" },
  GONE,
]);

const SUMMARY = [
  "DomainId",
  "UserProfileName",
  "SpaceName",
  "AppType",
  "AppName",
  "Status",
  "CreationTime",
  "ResourceSpec",
] as const;

type Identity = Checked<DescribeAppRequest>;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateApp.html */
export function createApps(
  account: Account,
  studio: Studio,
): { collection: Apps; operations: Record<string, OperationHandler> } {
  const collection = studio.apps;
  return {
    collection,
    operations: {
      CreateApp: handler((input: Checked<CreateAppRequest>) => create(account, studio, input)),
      DescribeApp: handler((input: Identity) => collection.describe(getApp(collection, input).id)),
      ListApps: handler((input: ListAppsRequest) => list(collection, input)),
      DeleteApp: handler((input: Checked<DeleteAppRequest>) => {
        const app = getApp(collection, input);
        checkDelete(app);
        travel(account, collection, app, DELETING);
        return {};
      }),
    },
  };
}

function appId(app: Identity): string {
  return [app.DomainId, ownerOf(app), app.AppType, app.AppName].join("/");
}

/** The profile or the space, of which exactly one must be named. */
function ownerOf({ UserProfileName, SpaceName }: Identity): string {
  const owner = UserProfileName ?? SpaceName;
  if (owner === undefined || (UserProfileName !== undefined && SpaceName !== undefined)) {
    throw validationError("Exactly one of UserProfileName and SpaceName must be specified.");
  }
  return owner;
}

/** Throws what the service says of an app that does not exist, or belongs to a space where a profile was named. */
function getApp(collection: Apps, input: Identity): App {
  const app = collection.get(appId(input));
  const { UserProfileName, SpaceName } = app.description;
  if (UserProfileName === input.UserProfileName && SpaceName === input.SpaceName) return app;
  throw collection.type.notFound(app.id, app.arn);
}

function create(account: Account, studio: Studio, input: Checked<CreateAppRequest>): CreateAppResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const id = appId(input);
  const arn = account.arn(APP.type, id);
  usableDomain(studio, input.DomainId);
  checkOwner(studio, input);
  const before = studio.apps.find(id);
  if (before !== undefined && before.description.Status !== "Deleted") {
    throw resourceInUse(`App [${arn}] already exists.`);
  }
  const tags = readTags(Tags);
  before?.cancel();
  const description: Description = {
    ...present(settings),
    AppArn: arn,
    CreationTime: before?.description.CreationTime ?? account.time.now(),
  };
  const name = input.AppName;
  const app = studio.apps.add({ name, id, arn, description, tags, cancel() {} });
  travel(account, studio.apps, app, CREATING);
  return { AppArn: arn };
}

function checkOwner({ profiles, spaces }: Studio, input: Checked<CreateAppRequest>): void {
  const owner: Resource<{ Status?: string | undefined }> =
    input.SpaceName === undefined
      ? profiles.get(profileId(input.DomainId, ownerOf(input)))
      : spaces.get(spaceId(input.DomainId, input.SpaceName));
  const status = owner.description.Status;
  const title = input.SpaceName === undefined ? "UserProfile" : "Space";
  if (status !== "InService") throw resourceInUse(`${title} [${owner.arn}] is in ${status} status.`);
}

function checkDelete({ arn, description }: App): void {
  const { Status } = description;
  if (Status === "InService" || Status === "Failed") return;
  throw resourceInUse(`Unable to delete App [${arn}] in ${Status} status.`);
}

function list(collection: Apps, input: ListAppsRequest): ListAppsResponse {
  const { UserProfileNameEquals: profile, SpaceNameEquals: space } = input;
  if (profile !== undefined && space !== undefined) {
    throw validationError("UserProfileNameEquals and SpaceNameEquals cannot be specified together.");
  }
  const matching = collection
    .all()
    .filter(
      ({ description }) =>
        (profile === undefined || description.UserProfileName === profile) &&
        (space === undefined || description.SpaceName === space),
    );
  const { page, ...rest } = listInDomain(matching, input);
  return { Apps: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
