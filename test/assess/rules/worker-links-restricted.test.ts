import { workerLinksRestricted } from "../../../shared/assess/rules/worker-links-restricted.ts";
import { testRule } from "./judging.ts";

const path = "WorkerAccessConfiguration.S3Presign.IamPolicyConstraints";
const field = `${path}.SourceIp`;

function teamWith(IamPolicyConstraints: object): object {
  return { WorkerAccessConfiguration: { S3Presign: { IamPolicyConstraints } } };
}

testRule(workerLinksRestricted, {
  compliant: [
    {
      name: "bound to the worker's address",
      kind: "workteam",
      create: teamWith({ SourceIp: "Enabled" }),
      field,
      actual: "Enabled",
    },
    {
      name: "bound to the worker's address in the VPC",
      kind: "workteam",
      describe: teamWith({ SourceIp: "Disabled", VpcSourceIp: "Enabled" }),
      field: `${path}.VpcSourceIp`,
      actual: "Enabled",
    },
    {
      name: "bound in the VPC, the other unread",
      kind: "workteam",
      create: teamWith({ SourceIp: true, VpcSourceIp: "Enabled" }),
      field: `${path}.VpcSourceIp`,
    },
    {
      name: "bound, the one of the VPC unread",
      kind: "workteam",
      create: teamWith({ SourceIp: "Enabled", VpcSourceIp: true }),
      field,
    },
  ],
  violation: [
    { name: "nothing set", kind: "workteam", create: {}, field, actual: null, expected: "Enabled" },
    { name: "no constraints", kind: "workteam", describe: teamWith({}), field, actual: null, expected: "Enabled" },
    {
      name: "both off",
      kind: "workteam",
      create: teamWith({ SourceIp: "Disabled", VpcSourceIp: "Disabled" }),
      field,
      actual: "Disabled",
      expected: "Enabled",
    },
  ],
  unknown: [
    { name: "unread", kind: "workteam", unread: "DescribeWorkteam was denied", field },
    { name: "of a wrong type", kind: "workteam", create: teamWith({ SourceIp: true }), field },
    {
      name: "off, the one of the VPC of a wrong type",
      kind: "workteam",
      create: teamWith({ SourceIp: "Disabled", VpcSourceIp: true }),
      field: `${path}.VpcSourceIp`,
    },
  ],
});
