import { dockerAccessRestricted } from "../../../shared/assess/rules/docker-access-restricted.ts";
import { testRule } from "./judging.ts";

const field = "DomainSettings.DockerSettings.EnableDockerAccess";
const on = { EnableDockerAccess: "ENABLED" };

function domainWith(DockerSettings: object, AppNetworkAccessType?: string): object {
  return { AppNetworkAccessType, DomainSettings: { DockerSettings } };
}

testRule(dockerAccessRestricted, {
  compliant: [
    {
      name: "off",
      kind: "domain",
      create: domainWith({ EnableDockerAccess: "DISABLED" }),
      field,
      actual: "DISABLED",
      message: "Docker is off.",
    },
    { name: "not set", kind: "domain", describe: { DomainSettings: {} }, field, actual: null },
    { name: "trusted accounts and no Docker", kind: "domain", create: domainWith({ VpcOnlyTrustedAccounts: [] }) },
    {
      name: "on in the VPC",
      kind: "domain",
      create: domainWith(on, "VpcOnly"),
      field,
      actual: "ENABLED",
      message: "Docker is on, for images of the domain's own account and of SageMaker.",
    },
    {
      name: "on in the VPC, with no further accounts",
      kind: "domain",
      create: domainWith({ ...on, VpcOnlyTrustedAccounts: [] }, "VpcOnly"),
      message: "Docker is on, for images of the domain's own account and of SageMaker.",
    },
    {
      name: "on in the VPC, with further accounts",
      kind: "domain",
      describe: domainWith({ ...on, VpcOnlyTrustedAccounts: ["444455556666", "777788889999"] }, "VpcOnly"),
      message:
        "Docker is on, for images of the domain's own account and of SageMaker, and of 444455556666, 777788889999.",
    },
    // Rootless Docker ignores the list, and its traffic takes the ways of the VPC.
    {
      name: "on in the VPC and rootless",
      kind: "domain",
      create: domainWith({ ...on, RootlessDocker: "ENABLED", VpcOnlyTrustedAccounts: ["444455556666"] }, "VpcOnly"),
      message: "Docker is on, and reaches the registries that the VPC reaches.",
    },
  ],
  violation: [
    {
      name: "on beside direct internet access",
      kind: "domain",
      create: domainWith(on, "PublicInternetOnly"),
      field,
      actual: "ENABLED",
      expected: "DISABLED, or a VpcOnly domain",
    },
    {
      name: "on where the access type is not set",
      kind: "domain",
      create: domainWith(on),
      field,
      actual: "ENABLED",
      expected: "DISABLED, or a VpcOnly domain",
    },
    // Both limits hold in VpcOnly domains alone.
    {
      name: "on with trusted accounts and rootless, outside of the VPC",
      kind: "domain",
      describe: domainWith({ ...on, RootlessDocker: "ENABLED", VpcOnlyTrustedAccounts: ["444455556666"] }),
      field,
      actual: "ENABLED",
      expected: "DISABLED, or a VpcOnly domain",
    },
  ],
  unknown: [
    { name: "unread", kind: "domain", unread: "DescribeDomain was denied", field },
    { name: "of a wrong type", kind: "domain", create: domainWith({ EnableDockerAccess: true }, "VpcOnly"), field },
    {
      name: "on, with an access type that is no text",
      kind: "domain",
      create: { AppNetworkAccessType: true, DomainSettings: { DockerSettings: on } },
      field: "AppNetworkAccessType",
    },
  ],
});
