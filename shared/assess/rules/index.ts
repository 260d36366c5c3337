/** The registry of rules, in alphabetical order. */
import type { Rule } from "../rule.ts";
import { dockerAccessRestricted } from "./docker-access-restricted.ts";
import { imagesThroughVpc } from "./images-through-vpc.ts";
import { internetEgressLimited } from "./internet-egress-limited.ts";
import { ipv4Only } from "./ipv4-only.ts";
import { lifecycleConfigKeepsRoutes } from "./lifecycle-config-keeps-routes.ts";
import { networkAclRestrictive } from "./network-acl-restrictive.ts";
import { networkIsolationEnabled } from "./network-isolation-enabled.ts";
import { notebookImdsV2 } from "./notebook-imds-v2.ts";
import { notebookNoDirectInternet } from "./notebook-no-direct-internet.ts";
import { notebookRootAccessDisabled } from "./notebook-root-access-disabled.ts";
import { remoteDebugDisabled } from "./remote-debug-disabled.ts";
import { runsInVpc } from "./runs-in-vpc.ts";
import { s3ThroughGatewayEndpoint } from "./s3-through-gateway-endpoint.ts";
import { securityGroupEgressLimited } from "./security-group-egress-limited.ts";
import { securityGroupsApproved } from "./security-groups-approved.ts";
import { securityGroupsClosed } from "./security-groups-closed.ts";
import { securityGroupsDedicated } from "./security-groups-dedicated.ts";
import { spaceRemoteAccessDisabled } from "./space-remote-access-disabled.ts";
import { ssmAccessDisabled } from "./ssm-access-disabled.ts";
import { studioSecurityGroupPorts } from "./studio-security-group-ports.ts";
import { studioVpcOnly } from "./studio-vpc-only.ts";
import { subnetHasAddresses } from "./subnet-has-addresses.ts";
import { subnetsApproved } from "./subnets-approved.ts";
import { subnetsInTwoZones } from "./subnets-in-two-zones.ts";
import { subnetsPrivate } from "./subnets-private.ts";
import { trafficBetweenContainersEncrypted } from "./traffic-between-containers-encrypted.ts";
import { vpcDnsEnabled } from "./vpc-dns-enabled.ts";
import { vpcEndpointsPresent } from "./vpc-endpoints-present.ts";
import { vpcFlowLogsEnabled } from "./vpc-flow-logs-enabled.ts";
import { vpcTenancyDefault } from "./vpc-tenancy-default.ts";
import { workerLinksRestricted } from "./worker-links-restricted.ts";
import { workforceSourceRestricted } from "./workforce-source-restricted.ts";

export const RULES: readonly Rule[] = [
  dockerAccessRestricted,
  imagesThroughVpc,
  internetEgressLimited,
  ipv4Only,
  lifecycleConfigKeepsRoutes,
  networkAclRestrictive,
  networkIsolationEnabled,
  notebookImdsV2,
  notebookNoDirectInternet,
  notebookRootAccessDisabled,
  remoteDebugDisabled,
  runsInVpc,
  s3ThroughGatewayEndpoint,
  securityGroupEgressLimited,
  securityGroupsApproved,
  securityGroupsClosed,
  securityGroupsDedicated,
  spaceRemoteAccessDisabled,
  ssmAccessDisabled,
  studioSecurityGroupPorts,
  studioVpcOnly,
  subnetHasAddresses,
  subnetsApproved,
  subnetsInTwoZones,
  subnetsPrivate,
  trafficBetweenContainersEncrypted,
  vpcDnsEnabled,
  vpcEndpointsPresent,
  vpcFlowLogsEnabled,
  vpcTenancyDefault,
  workerLinksRestricted,
  workforceSourceRestricted,
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

export function findRule(id: string): Rule | undefined {
  return BY_ID.get(id);
}
