/** The registry of rules, in alphabetical order. */
import type { Rule } from "../rule.ts";
import { dockerAccessRestricted } from "./docker-access-restricted.ts";
import { imagesThroughVpc } from "./images-through-vpc.ts";
import { ipv4Only } from "./ipv4-only.ts";
import { networkIsolationEnabled } from "./network-isolation-enabled.ts";
import { notebookImdsV2 } from "./notebook-imds-v2.ts";
import { notebookNoDirectInternet } from "./notebook-no-direct-internet.ts";
import { notebookRootAccessDisabled } from "./notebook-root-access-disabled.ts";
import { remoteDebugDisabled } from "./remote-debug-disabled.ts";
import { runsInVpc } from "./runs-in-vpc.ts";
import { securityGroupsApproved } from "./security-groups-approved.ts";
import { spaceRemoteAccessDisabled } from "./space-remote-access-disabled.ts";
import { ssmAccessDisabled } from "./ssm-access-disabled.ts";
import { studioVpcOnly } from "./studio-vpc-only.ts";
import { subnetsApproved } from "./subnets-approved.ts";
import { trafficBetweenContainersEncrypted } from "./traffic-between-containers-encrypted.ts";
import { workerLinksRestricted } from "./worker-links-restricted.ts";
import { workforceSourceRestricted } from "./workforce-source-restricted.ts";

export const RULES: readonly Rule[] = [
  dockerAccessRestricted,
  imagesThroughVpc,
  ipv4Only,
  networkIsolationEnabled,
  notebookImdsV2,
  notebookNoDirectInternet,
  notebookRootAccessDisabled,
  remoteDebugDisabled,
  runsInVpc,
  securityGroupsApproved,
  spaceRemoteAccessDisabled,
  ssmAccessDisabled,
  studioVpcOnly,
  subnetsApproved,
  trafficBetweenContainersEncrypted,
  workerLinksRestricted,
  workforceSourceRestricted,
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

export function findRule(id: string): Rule | undefined {
  return BY_ID.get(id);
}
