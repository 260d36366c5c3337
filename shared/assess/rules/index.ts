/** The registry of rules, in alphabetical order. */
import type { Rule } from "../rule.ts";
import { imagesThroughVpc } from "./images-through-vpc.ts";
import { ipv4Only } from "./ipv4-only.ts";
import { networkIsolationEnabled } from "./network-isolation-enabled.ts";
import { notebookImdsV2 } from "./notebook-imds-v2.ts";
import { notebookNoDirectInternet } from "./notebook-no-direct-internet.ts";
import { notebookRootAccessDisabled } from "./notebook-root-access-disabled.ts";
import { remoteDebugDisabled } from "./remote-debug-disabled.ts";
import { runsInVpc } from "./runs-in-vpc.ts";
import { securityGroupsApproved } from "./security-groups-approved.ts";
import { ssmAccessDisabled } from "./ssm-access-disabled.ts";
import { studioVpcOnly } from "./studio-vpc-only.ts";
import { subnetsApproved } from "./subnets-approved.ts";
import { trafficBetweenContainersEncrypted } from "./traffic-between-containers-encrypted.ts";

export const RULES: readonly Rule[] = [
  imagesThroughVpc,
  ipv4Only,
  networkIsolationEnabled,
  notebookImdsV2,
  notebookNoDirectInternet,
  notebookRootAccessDisabled,
  remoteDebugDisabled,
  runsInVpc,
  securityGroupsApproved,
  ssmAccessDisabled,
  studioVpcOnly,
  subnetsApproved,
  trafficBetweenContainersEncrypted,
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

export function findRule(id: string): Rule | undefined {
  return BY_ID.get(id);
}
