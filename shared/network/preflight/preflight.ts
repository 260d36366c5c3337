/** Whether SageMaker would work in a network, before anything is put there. Pure. */
import type { FactName, NetworkFacts } from "../facts.ts";
import { WAYS_OUT_FACTS } from "../routes/ways-out.ts";
import { vpcOf } from "../vpc.ts";
import { endpointFindings } from "./endpoint-findings.ts";
import type { PreflightFinding, PreflightSubject } from "./finding.ts";
import { groupFindings } from "./group-findings.ts";
import { subnetFindings } from "./subnet-findings.ts";

export type { PreflightSubject } from "./finding.ts";

export interface Preflight {
  /** `no` where there is any problem, else `unknown` where something could not be told. */
  works: "yes" | "no" | "unknown";
  /** Why it would not work, in sentences. */
  problems: string[];
  /** What could not be told, in sentences. */
  unknowns: string[];
  /** What was found in order, and what is good to know, in sentences. */
  notes: string[];
}

/** What EC2 has to tell for it, and for what a resource reaches from there. */
export const PREFLIGHT_FACTS: readonly FactName[] = [...WAYS_OUT_FACTS, "vpcAttributes", "securityGroups"];

/**
 * Addresses, tenancy, groups and ports, endpoints or a way to the internet, DNS, and zones. Network ACLs and the policies
 * of endpoints are not judged call by call.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html,
 * https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html
 */
export function preflight(subject: PreflightSubject, facts: NetworkFacts): Preflight {
  const ground = { ...subject, vpcId: subject.vpcId ?? vpcOfAny(subject.subnets, facts) };
  const found = [...subnetFindings(ground, facts), ...groupFindings(ground, facts), ...endpointFindings(ground, facts)];
  const problems = sentencesOf(found, "problem");
  const unknowns = sentencesOf(found, "unknown");
  const works = problems.length > 0 ? "no" : unknowns.length > 0 ? "unknown" : "yes";
  return { works, problems, unknowns, notes: sentencesOf(found, "note") };
}

function sentencesOf(found: readonly PreflightFinding[], wanted: PreflightFinding["is"]): string[] {
  return [...new Set(found.filter(({ is }) => is === wanted).map(({ sentence }) => sentence))];
}

function vpcOfAny(subnets: readonly string[], facts: NetworkFacts): string | null {
  for (const id of subnets) {
    const vpc = vpcOf(id, facts);
    if (vpc.status === "known") return vpc.value;
  }
  return null;
}
