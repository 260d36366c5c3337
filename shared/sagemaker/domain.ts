import { defineKind, operation } from "./resource-kind.ts";

/**
 * A Studio domain. People name it by DomainName; every call but CreateDomain takes the DomainId.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html
 */
export const domain = defineKind({
  id: "domain",
  title: "Studio domain",
  cloudFormationType: "AWS::SageMaker::Domain",
  calls: { create: ["CreateDomain"], update: ["UpdateDomain"], start: [], end: ["DeleteDomain"] },
  nameMember: "DomainName",
  idMembers: ["DomainId"],
  arnMember: "DomainArn",
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  statusEnum: "DomainStatus",
  over: [],
  describe: operation("DescribeDomain"),
  list: { ...operation("ListDomains"), items: "Domains" },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: null,
  taggable: true,
  roles: ["DefaultUserSettings.ExecutionRole", "DefaultSpaceSettings.ExecutionRole"],
  units: [
    {
      at: "",
      settings: {
        subnets: "SubnetIds",
        securityGroups: "DefaultUserSettings.SecurityGroups",
        appNetworkAccess: "AppNetworkAccessType",
        ipAddressType: "DomainSettings.IpAddressType",
        dockerAccess: "DomainSettings.DockerSettings.EnableDockerAccess",
        dockerRootless: "DomainSettings.DockerSettings.RootlessDocker",
        dockerTrustedAccounts: "DomainSettings.DockerSettings.VpcOnlyTrustedAccounts",
      },
    },
    { at: "DomainSettings", settings: { securityGroups: "SecurityGroupIds" } },
    { at: "DefaultSpaceSettings", settings: { securityGroups: "SecurityGroups" } },
  ],
  inherits: [],
  parents: [],
  inPlace: {
    call: "UpdateDomain",
    settings: [
      "appNetworkAccess",
      "dockerAccess",
      "dockerRootless",
      "dockerTrustedAccounts",
      "ipAddressType",
      "securityGroups",
      "subnets",
    ],
    renamed: { DomainSettings: "DomainSettingsForUpdate" },
  },
  stop: null,
  runs: {
    ...operation("ListApps"),
    items: "Apps",
    of: "DomainIdEquals",
    input: { SortOrder: "Descending" },
    idMembers: ["AppType", "AppName"],
    statusMember: "Status",
  },
});
