/** Making security groups and changing their rules. */
import type {
  AuthorizeSecurityGroupIngressRequest,
  CreateSecurityGroupRequest,
  IpPermission,
  RevokeSecurityGroupIngressRequest,
  SecurityGroup,
  Vpc,
} from "@aws-sdk/client-ec2";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { invalidValue, missingParameter, refused } from "./refusals.ts";
import {
  checkedRule,
  type Direction,
  describedRule,
  gatherRules,
  keyOf,
  namedRule,
  type Rule,
  splitRules,
} from "./security-group-rules.ts";
import { tagsFor } from "./tags.ts";

/** What the calls for both directions have in common; for a single rule the ingress calls take it flat, too. */
type RuleInput = Omit<AuthorizeSecurityGroupIngressRequest, "TagSpecifications"> & RevokeSecurityGroupIngressRequest;

const MEMBERS = { ingress: "IpPermissions", egress: "IpPermissionsEgress" } as const;

export function securityGroupOperations(network: Network): Record<string, OperationHandler> {
  const authorized = (direction: Direction) =>
    operation((input: RuleInput) => authorize(network, groupOf(network, input), direction, input));
  const revoked = (direction: Direction) =>
    operation((input: RuleInput) => revoke(groupOf(network, input), direction, input));
  return {
    AuthorizeSecurityGroupEgress: authorized("egress"),
    AuthorizeSecurityGroupIngress: authorized("ingress"),
    CreateSecurityGroup: operation((input: CreateSecurityGroupRequest) => create(network, input)),
    RevokeSecurityGroupEgress: revoked("egress"),
    RevokeSecurityGroupIngress: revoked("ingress"),
  };
}

/** A group that lets everything out, as new ones do. */
/** Lets everything out; one of a VPC's own (`default`) lets its members in, too. */
export function newGroup(
  network: Network,
  { VpcId, Ipv6CidrBlockAssociationSet: ipv6 = [] }: Vpc,
  name: string,
  description: string,
): SecurityGroup {
  const id = network.newId("sg");
  const everywhere = { IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges: ipv6.length > 0 ? [{ CidrIpv6: "::/0" }] : [] };
  const members = { UserIdGroupPairs: name === "default" ? [{ GroupId: id, UserId: network.accountId }] : [] };
  const rules = (peers: IpPermission) => gatherRules(splitRules([{ IpProtocol: "-1", ...peers }]), network.accountId);
  const group: SecurityGroup = {
    GroupId: id,
    GroupName: name,
    Description: description,
    OwnerId: network.accountId,
    VpcId,
    SecurityGroupArn: network.arn("security-group", id),
    IpPermissions: rules(members),
    IpPermissionsEgress: rules(everywhere),
    Tags: [],
  };
  network.lists.SecurityGroups.push(group);
  return group;
}

function create(network: Network, input: CreateSecurityGroupRequest): object {
  const { GroupName: name = "", Description: description = "" } = input;
  const vpc = network.get("Vpcs", input.VpcId ?? network.lists.Vpcs.find((one) => one.IsDefault)?.VpcId);
  if (name === "default") {
    throw invalidValue("Cannot use reserved security group name: default");
  }
  if (network.lists.SecurityGroups.some((one) => one.VpcId === vpc.VpcId && one.GroupName === name)) {
    throw refused("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${vpc.VpcId}'`);
  }
  const group = newGroup(network, vpc, name, description);
  group.Tags = tagsFor("security-group", input.TagSpecifications);
  return { GroupId: group.GroupId, Tags: group.Tags, SecurityGroupArn: group.SecurityGroupArn };
}

function groupOf(network: Network, { GroupId, GroupName }: RuleInput): SecurityGroup {
  if (GroupId !== undefined) return network.get("SecurityGroups", GroupId);
  if (GroupName === undefined) throw missingParameter("groupId");
  const named = network.lists.SecurityGroups.find((one) => one.GroupName === GroupName);
  return network.get("SecurityGroups", named?.GroupId ?? GroupName);
}

function authorize(network: Network, group: SecurityGroup, direction: Direction, input: RuleInput): object {
  const wanted = rulesIn(input).map(checkedRule);
  if (wanted.length === 0) throw missingParameter("ipPermissions");
  const rules = splitRules(group[MEMBERS[direction]] ?? []);
  for (const rule of wanted) {
    checkPeer(network, rule);
    if (rules.some((one) => keyOf(one) === keyOf(rule))) {
      throw refused("InvalidPermission.Duplicate", `the specified rule "${namedRule(rule)}" already exists`);
    }
    rules.push(rule);
  }
  group[MEMBERS[direction]] = gatherRules(rules, network.accountId);
  return { Return: true, SecurityGroupRules: wanted.map((rule) => describedRule(group, direction, rule)) };
}

function revoke(group: SecurityGroup, direction: Direction, input: RuleInput): object {
  const rules = splitRules(group[MEMBERS[direction]] ?? []);
  const byId = new Map(rules.map((rule) => [describedRule(group, direction, rule).SecurityGroupRuleId, keyOf(rule)]));
  const keys = new Set(rulesIn(input).map((rule) => keyOf(checkedRule(rule))));
  for (const id of input.SecurityGroupRuleIds ?? []) {
    const key = byId.get(id);
    if (key === undefined) {
      const message = `The security group rule ID '${id}' does not exist`;
      throw refused("InvalidSecurityGroupRuleId.NotFound", message);
    }
    keys.add(key);
  }
  if (keys.size === 0) throw missingParameter("ipPermissions");
  const revoked = rules.filter((rule) => keys.has(keyOf(rule)));
  if (revoked.length < keys.size) {
    throw refused("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
  }
  const left = rules.filter((rule) => !keys.has(keyOf(rule)));
  group[MEMBERS[direction]] = gatherRules(left, group.OwnerId ?? "");
  return { Return: true, RevokedSecurityGroupRules: revoked.map((rule) => revokedRule(group, direction, rule)) };
}

function revokedRule(group: SecurityGroup, direction: Direction, rule: Rule): object {
  const { ReferencedGroupInfo, GroupOwnerId: _, Tags: __, ...described } = describedRule(group, direction, rule);
  return {
    ...described,
    ...(ReferencedGroupInfo === undefined ? {} : { ReferencedGroupId: ReferencedGroupInfo.GroupId }),
  };
}

function rulesIn(input: RuleInput): Rule[] {
  if (input.IpPermissions !== undefined) return splitRules(input.IpPermissions);
  if (input.CidrIp === undefined) return [];
  const permission: IpPermission = {
    IpProtocol: input.IpProtocol,
    FromPort: input.FromPort,
    ToPort: input.ToPort,
    IpRanges: [{ CidrIp: input.CidrIp }],
  };
  return splitRules([permission]);
}

/** Groups of other accounts, over a peering connection, are not known here. */
function checkPeer(network: Network, { peer }: Rule): void {
  if (peer.type === "PrefixListId") network.get("PrefixLists", peer.value);
  if (peer.type === "Group" && (peer.owner ?? network.accountId) === network.accountId) {
    network.get("SecurityGroups", peer.value);
  }
}
