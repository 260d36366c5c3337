import type {
  CreateWorkteamRequest,
  CreateWorkteamResponse,
  DeleteWorkteamRequest,
  DescribeWorkteamRequest,
  ListWorkteamsRequest,
  ListWorkteamsResponse,
  UpdateWorkteamRequest,
  UpdateWorkteamResponse,
  Workteam,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import { type Account, randomId } from "./account.ts";
import type { Collection, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { limitExceeded, resourceInUse, validationError } from "./errors.ts";
import { type Checked, handler, present } from "./handler.ts";
import type { Labeling } from "./labeling.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

/** The Describe answer, which nests everything; CreationTime is no member of it and stays unset. */
type Description = { Workteam: Workteam; CreationTime?: never };
export type Workteams = Collection<Description>;

export const WORKTEAM: ResourceType<Description> = {
  type: "workteam",
  statusMembers: [],
  event: null,
  notFound: (_name, arn) => validationError(`The work team ${arn} does not exist.`),
};

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkteam.html */
const MOST_TEAMS = 25;

const ACCESS = "WorkerAccessConfiguration.S3Presign.IamPolicyConstraints";
const SWITCH = ["Enabled", "Disabled"];
const CONSTRAINTS: Constraint[] = [
  ...nameAt("WorkteamName"),
  ...nameAt("WorkforceName"),
  { at: "MemberDefinitions", mostItems: 10 },
  { at: "Description", longest: 200 },
  { at: `${ACCESS}.SourceIp`, oneOf: SWITCH },
  { at: `${ACCESS}.VpcSourceIp`, oneOf: SWITCH },
  ...TAG_CONSTRAINTS,
];

/** Private work teams; their ARNs carry the crowd before the name, `workteam/private-crowd/NAME`. */
export function createWorkteams(
  account: Account,
  labeling: Labeling,
): { collection: Workteams; operations: Record<string, OperationHandler> } {
  const collection = labeling.workteams;
  return {
    collection,
    operations: {
      CreateWorkteam: handler((input: Checked<CreateWorkteamRequest>) => create(account, labeling, input)),
      DescribeWorkteam: handler((input: Checked<DescribeWorkteamRequest>) =>
        collection.describe(teamId(input.WorkteamName)),
      ),
      ListWorkteams: handler((input: ListWorkteamsRequest) => list(collection, input)),
      UpdateWorkteam: handler((input: Checked<UpdateWorkteamRequest>) => update(account, collection, input)),
      DeleteWorkteam: handler((input: Checked<DeleteWorkteamRequest>) => {
        collection.remove(collection.get(teamId(input.WorkteamName)));
        return { Success: true };
      }),
    },
  };
}

function teamId(name: string): string {
  return `private-crowd/${name}`;
}

function create(
  account: Account,
  { workforces, workteams }: Labeling,
  input: Checked<CreateWorkteamRequest>,
): CreateWorkteamResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, WorkforceName, ...settings } = input;
  const name = input.WorkteamName;
  const id = teamId(name);
  const arn = account.arn(WORKTEAM.type, id);
  if (workteams.find(id) !== undefined) throw resourceInUse(`The work team ${arn} already exists.`);
  const inUse = workteams.all().length;
  if (inUse >= MOST_TEAMS) {
    throw limitExceeded({ name: "Total work teams", unit: "Workteams", limit: MOST_TEAMS, inUse, requested: 1 });
  }
  const workforce = WorkforceName === undefined ? workforces.all()[0] : workforces.get(WorkforceName);
  const now = account.time.now();
  const description: Description = {
    Workteam: present({
      ...settings,
      WorkteamArn: arn,
      WorkforceArn: workforce?.arn,
      SubDomain:
        workforce?.description.Workforce.SubDomain ?? `${randomId("", 10)}.labeling.${account.region}.sagemaker.aws`,
      CreateDate: now,
      LastUpdatedDate: now,
    }),
  };
  workteams.changed(workteams.add({ name, id, arn, description, tags: readTags(Tags), cancel() {} }));
  return { WorkteamArn: arn };
}

function update(
  account: Account,
  collection: Workteams,
  input: Checked<UpdateWorkteamRequest>,
): UpdateWorkteamResponse {
  checkConstraints(input, CONSTRAINTS);
  const team = collection.get(teamId(input.WorkteamName));
  const { Workteam } = team.description;
  Object.assign(Workteam, present(input), { LastUpdatedDate: account.time.now() });
  collection.changed(team);
  return { Workteam: structuredClone(Workteam) };
}

function list(collection: Workteams, input: ListWorkteamsRequest): ListWorkteamsResponse {
  const CreateDate = ({ Workteam }: Description) => Workteam.CreateDate?.getTime() ?? 0;
  const { page, ...rest } = listPage(collection.all(), input, {
    sortBy: "CreateDate",
    sortOrder: "Ascending",
    sortValues: { CreateDate },
  });
  return { Workteams: page.map(({ description }) => structuredClone(description.Workteam)), ...rest };
}
