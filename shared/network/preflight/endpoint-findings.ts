/** The checks of a preflight that are about the ways to the services of AWS: endpoints, or a way to the internet. */
import {
  type EndpointNeed,
  type EndpointState,
  endpointState,
  neededEndpoints,
  serviceNames,
  wayToServices,
} from "../endpoints/endpoints.ts";
import type { NetworkFacts } from "../facts.ts";
import { dnsOff } from "../vpc.ts";
import { asSentence, type Ground, note, type PreflightFinding, problem, unknown, unreadFinding } from "./finding.ts";

/** A notebook opens and computes without them; only what it calls is out of reach. */
const RUNS_WITHOUT: readonly string[] = ["notebook-instance"];

export function endpointFindings(ground: Ground, facts: NetworkFacts): PreflightFinding[] {
  const { vpcId, kind } = ground;
  const needs = neededEndpoints(kind);
  if (vpcId === null || needs.length === 0) return [];
  const found = waysFound(vpcId, needs, ground, facts);
  return RUNS_WITHOUT.includes(kind) ? found.map(({ is, sentence }) => note(WITHOUT[is](sentence))) : found;
}

const WITHOUT: Record<PreflightFinding["is"], (sentence: string) => string> = {
  problem: (sentence) => `It runs without them, but cannot call them: ${sentence}`,
  unknown: (sentence) => `Not known: ${sentence}`,
  note: (sentence) => sentence,
};

function waysFound(
  vpcId: string,
  needs: readonly EndpointNeed[],
  ground: Ground,
  facts: NetworkFacts,
): PreflightFinding[] {
  const { subnets, securityGroups } = ground;
  const ways = subnets.map((id) => ({ id, way: wayToServices(id, securityGroups, facts) }));
  const by = (wanted: "yes" | "no" | "unknown") => ways.flatMap(({ id, way }) => (way === wanted ? [id] : []));
  const served = by("yes");
  const statesIn = (place: readonly string[]) =>
    needs.map((need) => ({ need, state: endpointState(need, { ...ground, subnets: place, vpcId }, facts) }));
  const lacking = (["no", "unknown"] as const).flatMap((way) => {
    const place = by(way);
    return place.length === 0 ? [] : lackingFindings(statesIn(place), way, { ...ground, subnets: place });
  });
  const needy = subnets.filter((id) => !served.includes(id));
  return [
    ...(served.length === 0 ? [] : [note(`${served.join(", ")} reaches AWS's services through a NAT gateway.`)]),
    ...lacking,
    ...(needy.length === 0 ? [] : present(statesIn(needy))),
    ...dns(vpcId, needy.length > 0, facts),
  ];
}

interface Judged {
  need: EndpointNeed;
  state: EndpointState;
}

function lackingFindings(judged: readonly Judged[], way: "no" | "unknown", ground: Ground): PreflightFinding[] {
  const required = judged.filter(({ need }) => need.required);
  const lacking = required.filter(({ state }) => state.status === "missing" || state.status === "unusable");
  const unclear = required.flatMap(({ state }) => (state.status === "unknown" ? [state.reason] : []));
  const optional = judged.filter(({ need, state }) => !need.required && state.status === "missing");
  const findings = [...new Set(unclear)].map((reason) => unknown(asSentence(reason)));
  if (lacking.length > 0) findings.push(lackingFinding(lacking, way, ground));
  if (optional.length > 0) findings.push(note(`Without a VPC endpoint: ${nameAll(optional, ground.region)}.`));
  return findings;
}

function lackingFinding(lacking: readonly Judged[], way: "no" | "unknown", ground: Ground): PreflightFinding {
  const what = `${ground.vpcId} lacks the VPC endpoints ${nameAll(lacking, ground.region)}`;
  if (way === "no") return problem(`${what}, and ${listed(ground)} has no other way to these services.`);
  return unknown(`${what}, and whether ${listed(ground)} has another way to these services cannot be told.`);
}

/** `com.amazonaws.eu-west-1.sagemaker.api (calls of the SageMaker API)`; an unusable one with the reason. */
function nameAll(judged: readonly Judged[], region: string | null): string {
  const names = judged.map(({ need, state }) => {
    const name = region === null ? need.service : (serviceNames(need.service, region)[0] ?? need.service);
    const why = state.status === "unusable" ? `${need.why}; there is one, but ${state.reason}` : need.why;
    return `${name} (${why})`;
  });
  return names.join(", ");
}

function present(judged: readonly Judged[]): PreflightFinding[] {
  const serving = judged.filter(({ state }) => state.status === "present");
  if (serving.length === 0) return [];
  const limits = judged.flatMap(({ state }) =>
    state.status === "present" && state.limits !== null ? [state.limits] : [],
  );
  const names = serving.map(({ need }) => need.service).join(", ");
  return [
    note(`VPC endpoints serve ${names}.`),
    ...[...new Set(limits)].map((limit) => note(`Not every call may pass: ${limit}.`)),
  ];
}

/** Names resolve in a VPC with DNS support; those of interface endpoints need DNS host names as well. */
function dns(vpcId: string, byEndpoints: boolean, facts: NetworkFacts): PreflightFinding[] {
  const off = dnsOff(vpcId, facts);
  if (off.status === "unread") return [unreadFinding(vpcId, off.reason)];
  const missed = off.value.filter((name) => byEndpoints || name === "enableDnsSupport");
  if (missed.length === 0) return [note(`DNS is on in ${vpcId}.`)];
  return [problem(`${vpcId} has ${missed.join(" and ")} off, so the names of AWS's services lead nowhere there.`)];
}

function listed({ subnets }: Ground): string {
  return subnets.join(", ");
}
