/** The checks of a preflight that are about the subnets and their VPC. */
import { factOf, type NetworkFacts } from "../facts.ts";
import { freeAddresses } from "../routes/free-addresses.ts";
import { classifySubnet } from "../routes/subnet.ts";
import { zonesOf } from "../routes/zones.ts";
import { tenancyOf, vpcOf } from "../vpc.ts";
import {
  asSentence,
  type Ground,
  isStudio,
  note,
  type PreflightFinding,
  problem,
  unknown,
  unreadFinding,
} from "./finding.ts";

export function subnetFindings(ground: Ground, facts: NetworkFacts): PreflightFinding[] {
  if (ground.subnets.length === 0) return [problem("There is no subnet to put it in.")];
  return [
    ...ground.subnets.flatMap((id) => placeOf(id, ground, facts)),
    ...addressFindings(ground, facts),
    ...tenancyFindings(ground, facts),
    ...publicFindings(ground, facts),
    ...zoneFindings(ground, facts),
  ];
}

function placeOf(id: string, { vpcId }: Ground, facts: NetworkFacts): PreflightFinding[] {
  const vpc = vpcOf(id, facts);
  if (vpc.status === "unread") return [unreadFinding(id, vpc.reason)];
  return vpc.value === vpcId ? [] : [problem(`${id} is in ${vpc.value}, not in ${vpcId}.`)];
}

/** Two an instance; up to four for a user of Studio. */
function addressesNeeded({ kind, instanceCount = 1 }: Ground): number {
  if (isStudio(kind)) return 4;
  return kind === "notebook-instance" ? 1 : 2 * instanceCount;
}

function addressFindings(ground: Ground, facts: NetworkFacts): PreflightFinding[] {
  const known = ground.subnets.filter((id) => factOf(facts, "subnets", id).status === "known");
  const { free, told, unread } = freeAddresses(known, facts);
  const needed = addressesNeeded(ground);
  const need = isStudio(ground.kind) ? `each user of Studio takes up to ${needed}` : `it takes ${needed}`;
  if (free >= needed) return [note(`Free IPv4 addresses: ${told.join(", ")}; ${need}.`)];
  if (unread.length > 0 || known.length < ground.subnets.length) return unread.map((one) => unknown(asSentence(one)));
  return [problem(`Too few free IPv4 addresses: ${told.join(", ")}; ${need}.`)];
}

/** SageMaker says that it takes default tenancy alone of these; of other kinds no source tells. */
function tenancyFindings({ vpcId, kind }: Ground, facts: NetworkFacts): PreflightFinding[] {
  if (vpcId === null) return [];
  const tenancy = tenancyOf(vpcId, facts);
  if (tenancy.status === "unread") return [unreadFinding(vpcId, tenancy.reason)];
  if (tenancy.value === "default") return [note(`${vpcId} has default tenancy.`)];
  const told = `${vpcId} has ${tenancy.value} tenancy`;
  if (isStudio(kind) || kind.endsWith("-job"))
    return [problem(`${told}, and SageMaker runs it only in default tenancy.`)];
  return [unknown(`${told}, and no source says that SageMaker runs it there.`)];
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html */
function publicFindings({ kind, subnets }: Ground, facts: NetworkFacts): PreflightFinding[] {
  const known = subnets.filter((id) => factOf(facts, "subnets", id).status === "known");
  return isStudio(kind) ? known.map((id) => publicFinding(id, facts)) : [];
}

function publicFinding(id: string, facts: NetworkFacts): PreflightFinding {
  const { class: exposure, families } = classifySubnet(id, facts);
  if (exposure === "private") return note(`${id} has no route to an internet gateway.`);
  const concerned = Object.values(families).filter((family) => family.class === exposure);
  const told = concerned.map(({ sentence }) => sentence).join(" ");
  return exposure === "public" ? problem(`VpcOnly takes no public subnet. ${told}`) : unknown(told);
}

function zoneFindings({ kind, subnets }: Ground, facts: NetworkFacts): PreflightFinding[] {
  const { zones, unread } = zonesOf(subnets, facts);
  if (kind === "notebook-instance" || unread.length > 0 || zones.length !== 1) return [];
  return [note(`All of its subnets are in ${zones.join()}: when that zone fails, so does it.`)];
}
