/** What a resource reaches, by its settings and by what the network around it allows. Pure. */
import { namedIn, type Setting, type Settings } from "../../sagemaker/posture.ts";
import type { NetworkFacts } from "../facts.ts";
import { no, type Reached, type Reason, reachedBy, unclear, yes } from "./reached.ts";
import { reachBesideVpc, reachThroughVpc, type VpcGround } from "./vpc-reach.ts";

export type { Reachability, Reached } from "./reached.ts";

export const DESTINATIONS = ["internet", "vpc", "onPremises", "s3", "sageMakerApi"] as const;
export type Destination = (typeof DESTINATIONS)[number];

export type Reach = Readonly<Record<Destination, Reached>>;

/** One unit of a resource, as its posture has it. */
export interface ReachSubject {
  /** Id of the resource kind. */
  kind: string;
  settings: Settings;
  /** Its interfaces in the VPC, where it tells them. */
  networkInterfaces?: readonly string[];
  account: string | null;
  region: string | null;
}

/** What each destination is called in a sentence. */
const DESTINATION_NAMES: Record<Destination, string> = {
  internet: "the internet",
  vpc: "the VPC",
  onPremises: "networks on premises",
  s3: "S3",
  sageMakerApi: "the SageMaker API",
};

/**
 * By the mode that the settings put it in: one of three for a notebook, of two for Studio, of four for what runs
 * containers. What the resource reaches, not what may reach it, and not what IAM allows it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html,
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html,
 * https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
 */
export function reachOf(subject: ReachSubject, facts: NetworkFacts): Reach {
  const { directInternetAccess, appNetworkAccess, subnets, networkIsolation } = subject.settings;
  if (directInternetAccess !== undefined) return notebookReach(directInternetAccess, subject, facts);
  if (appNetworkAccess !== undefined) return studioReach(appNetworkAccess, subject, facts);
  if (subnets !== undefined || networkIsolation !== undefined) return containerReach(subject, facts);
  return everywhere(unclear("it has no network settings of its own, and what it belongs to decides"));
}

/** All of it in sentences, the internet first. */
export function describeReach(reach: Reach): string[] {
  return [...new Set(DESTINATIONS.map((destination) => reach[destination].how))];
}

function notebookReach(direct: Setting<string>, subject: ReachSubject, facts: NetworkFacts): Reach {
  const subnets = idsOf(subject.settings.subnets);
  if ("unread" in subnets) return everywhere(unclear(subnets.unread));
  if (subnets.ids.length === 0) return serviceReach("it is in no VPC and uses SageMaker's own network");
  if (direct.status === "unread") return everywhere(unclear(direct.reason));
  if (direct.status === "set" && direct.value === "Disabled") return vpcReach(subject, subnets.ids, facts);
  return directReach(subject, subnets.ids, facts);
}

/** The VPC stands beside the service's network, and takes only what is for its own ranges. */
function directReach(subject: ReachSubject, subnets: readonly string[], facts: NetworkFacts): Reach {
  const past = "through SageMaker's own network interface, past the routes and endpoints of the VPC";
  const beside = reachBesideVpc(groundOf(subject, subnets), facts);
  return named({ internet: yes(past), ...beside, s3: yes(past), sageMakerApi: yes(past) });
}

function studioReach(access: Setting<string>, subject: ReachSubject, facts: NetworkFacts): Reach {
  if (access.status === "unread") return everywhere(unclear(access.reason));
  if (access.status === "unset" || access.value !== "VpcOnly") {
    return {
      ...serviceReach("its apps use a VPC that SageMaker manages, with PublicInternetOnly"),
      vpc: reachedBy(no("only the file system of Studio is reached through it, with PublicInternetOnly"), "the VPC"),
    };
  }
  const subnets = idsOf(subject.settings.subnets);
  if ("unread" in subnets) return everywhere(unclear(subnets.unread));
  if (subnets.ids.length === 0) return everywhere(unclear("it is VpcOnly and names no subnet"));
  return vpcReach(subject, subnets.ids, facts);
}

function containerReach(subject: ReachSubject, facts: NetworkFacts): Reach {
  const { networkIsolation: isolation } = subject.settings;
  const subnets = idsOf(subject.settings.subnets);
  if (isolation?.status === "unread") return everywhere(unclear(isolation.reason));
  if ("unread" in subnets) return everywhere(unclear(subnets.unread));
  const inVpc = subnets.ids.length > 0;
  if (isolation?.status === "set" && isolation.value) return isolatedReach(inVpc);
  if (inVpc) return vpcReach(subject, subnets.ids, facts);
  return serviceReach("it is in no VPC, and its containers use SageMaker's own network");
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html */
function isolatedReach(inVpc: boolean): Reach {
  const isolated = no("network isolation keeps its containers from all network calls");
  const mover = inVpc ? "through the VPC" : "through its own network";
  const moved = no(`network isolation keeps its containers from it, and SageMaker moves their data ${mover}`);
  return named({ internet: isolated, vpc: isolated, onPremises: isolated, s3: moved, sageMakerApi: isolated });
}

function serviceReach(why: string): Reach {
  const through = yes(`${why}, where none of your routes, endpoints and flow logs apply`);
  const outside = no(why);
  return named({ internet: through, vpc: outside, onPremises: outside, s3: through, sageMakerApi: through });
}

function vpcReach(subject: ReachSubject, subnets: readonly string[], facts: NetworkFacts): Reach {
  return named(reachThroughVpc(groundOf(subject, subnets), facts));
}

function everywhere(reason: Reason): Reach {
  return named({ internet: reason, vpc: reason, onPremises: reason, s3: reason, sageMakerApi: reason });
}

function named(reasons: Record<Destination, Reason>): Reach {
  const reached = DESTINATIONS.map((one) => [one, reachedBy(reasons[one], DESTINATION_NAMES[one])]);
  return Object.fromEntries(reached);
}

function idsOf(setting: Setting<string[]> | undefined): { ids: readonly string[] } | { unread: string } {
  if (setting?.status === "unread") return { unread: setting.reason };
  return { ids: namedIn(setting) };
}

function groundOf(
  { settings, networkInterfaces, account, region }: ReachSubject,
  subnets: readonly string[],
): VpcGround {
  return {
    subnets,
    securityGroups: namedIn(settings.securityGroups),
    interfaces: networkInterfaces ?? [],
    dualStack: dualStackBy(settings.ipAddressType),
    account,
    region,
  };
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html */
function dualStackBy(type: Setting<string> | undefined): boolean | null {
  if (type === undefined || type.status === "unread") return null;
  return type.status === "set" && type.value === "dualstack";
}
