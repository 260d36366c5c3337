/** The resource that `sagefence path` is asked about, with what is known of the network around it. */
import { idsIn } from "../../shared/assess/network-needs.ts";
import { ANSWERS } from "../../shared/network/answers.ts";
import type { FactName, NetworkFacts } from "../../shared/network/facts.ts";
import { type NetworkNeeds, NetworkUnavailableError } from "../../shared/network/needs.ts";
import { createNetworkReader } from "../../shared/network/read/reader.ts";
import { resourceTypeOf } from "../../shared/sagemaker/arn.ts";
import { findKind, RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { lookAt } from "../../shared/sagemaker/look-at.ts";
import type { Posture } from "../../shared/sagemaker/posture.ts";
import type { ResourceKind, ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import { readItem } from "../assess/assess-items.ts";
import { readFacts } from "../assess/facts-files.ts";
import { faultCounter } from "../assess/faults.ts";
import { checkInput, readItems, shown } from "../assess/read-items.ts";
import { credentialsProblem, type ReadingClients, silenceProblem } from "../aws-reading.ts";
import { CommandError, type Io } from "../io.ts";
import { nearest } from "../nearest.ts";
import { isRegionName } from "../scan/scope.ts";

export interface Located {
  resource: ResourceRef;
  posture: Posture;
  network: NetworkFacts;
}

/** What the ways out and what is reached by them rest on: everything but who else uses a group. */
const FACTS = (Object.keys(ANSWERS) as FactName[]).filter((name) => name !== "groupUses" && name !== "flowLogs");

/** Reads the resource from SageMaker and the network from EC2. Throws CommandError. */
export async function findInAccount(
  arn: string,
  clients: ReadingClients,
  io: Pick<Io, "env" | "now">,
): Promise<Located> {
  const kind = kindOfArn(arn);
  const [, , , region = "", account = ""] = arn.split(":");
  const { sageMaker, ec2 } = clients.inRegion(region);
  const named = { kind: kind.id, name: arn.slice(arn.indexOf("/") + 1), id: null, arn, account, region };
  const looked = await lookAt(sageMaker, kind, named, { withTags: false });
  if (looked.status === "gone" || (looked.status === "unread" && looked.unlisted === true)) {
    throw new CommandError(`there is no such ${kind.title}: ${arn}`);
  }
  if (looked.status === "unread") {
    const { error } = looked;
    const problem = error === undefined ? null : (credentialsProblem(error) ?? silenceProblem(error, io));
    const reason = problem ?? looked.reason;
    throw new CommandError(`the ${kind.title} could not be read: ${reason}`, { cause: looked.error });
  }
  const { resource, posture } = looked.look;
  checkOwner(resource, named);
  const network = createNetworkReader({ api: ec2, now: io.now, account });
  try {
    return { resource, posture, network: await network.read(needsOf(posture)) };
  } catch (error) {
    if (!(error instanceof NetworkUnavailableError)) throw error;
    throw new CommandError(`the network could not be read: ${error.message}; try again`, { cause: error });
  }
}

/** SageMaker is asked by name, and answers about whatever the credentials' own account calls so. Throws CommandError. */
function checkOwner({ arn: found }: ResourceRef, { account, region }: { account: string; region: string }): void {
  const [, , , theirRegion = region, theirs = account] = found?.split(":") ?? [];
  if (theirs === account && theirRegion === region) return;
  throw new CommandError(
    `your credentials are for account ${theirs}, and the ARN is of ${account}: use credentials of that account`,
  );
}

/** Reads the resource from a file, and the network from `--facts`. Throws CommandError. */
export async function findInFiles(file: string, facts: readonly string[], io: Io): Promise<Located> {
  checkInput([file, ...facts]);
  const faults = faultCounter(io);
  const given = await readFacts(facts, faults, io);
  const items = await readItems(file, faults, io);
  const [item] = items;
  if (item === undefined) throw new CommandError(faults.count() > 0 ? [] : `${file} holds no resource`);
  if (items.length > 1) throw new CommandError(`${file} holds ${items.length} resources; path shows one at a time`);
  const result = await readItem(item, given);
  if ("fault" in result) throw new CommandError(`${shown(file, item)}: ${result.fault}`);
  if ("ignored" in result) throw new CommandError(`${shown(file, item)}: ${result.ignored.reason ?? "no resource"}`);
  if (result.read.reason !== null) throw new CommandError(`${shown(file, item)}: ${result.read.reason}`);
  if (lacksNetwork(given.network)) {
    io.err(
      "sagefence: nothing of EC2 was given; save `aws ec2 describe-route-tables` and the like, and name them with --facts\n",
    );
  }
  return { ...result.read, network: given.network };
}

function lacksNetwork(network: NetworkFacts): boolean {
  return FACTS.every((name) => network[name].status === "unread");
}

function needsOf(posture: Posture): NetworkNeeds {
  return {
    subnets: idsIn(posture.units, "subnets"),
    securityGroups: idsIn(posture.units, "securityGroups"),
    networkInterfaces: posture.networkInterfaces ?? [],
    vpcs: [],
    facts: FACTS,
  };
}

function kindOfArn(arn: string): ResourceKind {
  const type = resourceTypeOf(arn);
  if (type === null || !isRegionName(arn.split(":")[3] ?? "")) {
    const shape = "arn:aws:sagemaker:REGION:ACCOUNT:notebook-instance/NAME";
    throw new CommandError(`"${arn}" is not the ARN of a SageMaker resource; they are written ${shape}`);
  }
  const kind = findKind(type);
  if (kind !== undefined) return kind;
  const suggestion = nearest(
    type,
    RESOURCE_KINDS.map(({ id }) => id),
  );
  throw new CommandError(
    `no resource kind covers ${type}${suggestion === null ? "" : `; did you mean ${suggestion}?`}`,
  );
}
