import { studioPorts } from "../../network/groups/studio-ports.ts";
import { judgeTogether } from "../judge-ids.ts";
import { defineRule, heldBy, notApplicable, unknown } from "../rule.ts";

export const studioSecurityGroupPorts = defineRule({
  id: "studio-security-group-ports",
  title: "Studio's security groups let its apps reach each other",
  why: "In a VpcOnly domain, a user's apps talk to each other on TCP 8192–65535 and to the domain's file system on TCP 2049. Where the security groups do not let that through, apps start and then hang.",
  severity: "medium",
  setting: "securityGroups",
  about: ["domain", "user-profile"],
  onlyIfNamed: ["user-profile"],
  facts: ["securityGroups", "prefixLists", "subnets"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Let the group's own members in and out on TCP 8192–65535, and out to the domain's file system on TCP 2049. The groups of a user profile count together with those of its domain.",
    commands: `APPS='IpProtocol=tcp,FromPort=8192,ToPort=65535,UserIdGroupPairs=[{GroupId=sg-…}]'
NFS='IpProtocol=tcp,FromPort=2049,ToPort=2049,UserIdGroupPairs=[{GroupId=sg-…}]'
aws ec2 authorize-security-group-ingress --group-id sg-… --ip-permissions "$APPS"
aws ec2 authorize-security-group-egress --group-id sg-… --ip-permissions "$APPS" "$NFS"`,
  },
  check(groups, { path }, { kind, units, network }) {
    if (path === "DomainSettings") return notApplicable("These groups are not those of users and their apps.");
    const domain = units.find(({ settings }) => settings.appNetworkAccess !== undefined)?.settings;
    const access = domain?.appNetworkAccess;
    if (access?.status === "unread") return unknown(access.field, access.reason);
    if (access !== undefined && heldBy(access) !== "VpcOnly") {
      return notApplicable("Only where the domain is VpcOnly do its apps need these ports.");
    }
    const subnets = domain?.subnets === undefined ? [] : (heldBy(domain.subnets) ?? []);
    const expected = "TCP 8192–65535 in and out among its members, and TCP 2049 out to the file system";
    const right = "The security groups let Studio's apps reach each other and the file system.";
    return judgeTogether(groups, { noun: "security group", expected, right }, (securityGroups) => {
      const ports = studioPorts({ securityGroups, subnets }, network);
      if (ports.status === "open") return { status: "compliant" };
      if (ports.status === "unknown") return { status: "unknown", reason: ports.reason };
      const lack = `${securityGroups.join(" with ")} has no rule for ${ports.missing.join(", ")} over IPv4`;
      if (access !== undefined) return { status: "violation", message: `${lack}.`, causes: securityGroups };
      return { status: "unknown", reason: `${lack}, and a ${kind.title} does not tell its domain's mode and groups` };
    });
  },
});
