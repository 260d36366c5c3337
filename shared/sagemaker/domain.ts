import { defineKind, operation } from "./resource-kind.ts";

/**
 * A Studio domain. People name it by DomainName; every call but CreateDomain takes the DomainId.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html
 */
export const domain = defineKind({
  id: "domain",
  title: "Studio domain",
  cloudFormationType: "AWS::SageMaker::Domain",
  calls: { create: "CreateDomain", update: ["UpdateDomain"], start: [] },
  nameMember: "DomainName",
  idMember: "DomainId",
  arnMember: "DomainArn",
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  describe: operation("DescribeDomain"),
  list: { ...operation("ListDomains"), items: "Domains" },
  notFound: [{ code: "ResourceNotFound" }],
  units: [
    {
      at: "",
      settings: {
        subnets: "SubnetIds",
        securityGroups: "DefaultUserSettings.SecurityGroups",
        appNetworkAccess: "AppNetworkAccessType",
        ipAddressType: "DomainSettings.IpAddressType",
      },
    },
    { at: "DomainSettings", settings: { securityGroups: "SecurityGroupIds" } },
    { at: "DefaultSpaceSettings", settings: { securityGroups: "SecurityGroups" } },
  ],
  inherits: [],
  stop: null,
});
