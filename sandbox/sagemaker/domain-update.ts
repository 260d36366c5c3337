import type { DescribeDomainResponse, DomainSettings, UpdateDomainRequest } from "@aws-sdk/client-sagemaker";
import { validationError } from "./errors.ts";
import { present } from "./handler.ts";

const WITHOUT_APPS = "if there are no apps in the InService, Pending, or Deleting state.";

/**
 * The conditions of UpdateDomain. `hasApps` tells whether apps of the domain are in the InService, Pending, or Deleting
 * state. Throws ValidationException. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html
 */
export function checkDomainUpdate(current: DescribeDomainResponse, input: UpdateDomainRequest, hasApps: boolean): void {
  if (input.AppNetworkAccessType !== undefined) checkAccessType(current, input);
  if (hasApps) checkNetworkKept(current, input);
  const rStudio = hasRStudio(current) || rStudioUpdate(input) !== undefined;
  if (input.AppSecurityGroupManagement !== undefined && !rStudio) {
    throw validationError("AppSecurityGroupManagement can only be set for Rstudio enabled domains.");
  }
  if (input.VpcId !== undefined && current.VpcId !== undefined && input.VpcId !== current.VpcId) {
    throw validationError(`VpcId cannot be changed: the domain is in ${current.VpcId}.`);
  }
  if (input.HomeEfsFileSystemCreation === "Disabled" && current.HomeEfsFileSystemCreation !== "Disabled") {
    throw validationError("HomeEfsFileSystemCreation cannot be changed from Enabled to Disabled.");
  }
}

function checkAccessType(current: DescribeDomainResponse, input: UpdateDomainRequest): void {
  if (hasRStudio(current) || rStudioUpdate(input)?.DomainExecutionRoleArn !== undefined) {
    throw validationError(
      "AppNetworkAccessType cannot be updated if RStudioServerProDomainSettings.DomainExecutionRoleArn is set or provided in the same request.",
    );
  }
  const inVpc = input.VpcId !== undefined && (input.SubnetIds ?? []).length > 0;
  if (input.AppNetworkAccessType === "VpcOnly" && !inVpc) {
    throw validationError("VpcId and Subnet IDs are required for updating domains to VpcOnly mode.");
  }
}

/** Apps keep the kind of access, and the subnets, that they were started with. */
function checkNetworkKept(current: DescribeDomainResponse, input: UpdateDomainRequest): void {
  const { AppNetworkAccessType: access, SubnetIds: subnets } = input;
  if (access !== undefined && access !== current.AppNetworkAccessType) {
    throw validationError(`AppNetworkAccessType can only be modified ${WITHOUT_APPS}`);
  }
  if (subnets !== undefined && current.SubnetIds?.some((subnet) => !subnets.includes(subnet)) === true) {
    throw validationError(`SubnetIds can only be removed ${WITHOUT_APPS}`);
  }
}

function hasRStudio(domain: DescribeDomainResponse): boolean {
  return domain.DomainSettings?.RStudioServerProDomainSettings?.DomainExecutionRoleArn !== undefined;
}

function rStudioUpdate(input: UpdateDomainRequest) {
  return input.DomainSettingsForUpdate?.RStudioServerProDomainSettingsForUpdate;
}

/** The members of the description that the update changes; settings that it does not name stay. */
export function updatedSettings(current: DescribeDomainResponse, input: UpdateDomainRequest): DescribeDomainResponse {
  const { DomainId: _id, DefaultUserSettings, DefaultSpaceSettings, DomainSettingsForUpdate, ...whole } = input;
  return present<DescribeDomainResponse>({
    ...whole,
    DefaultUserSettings: merged(current.DefaultUserSettings, DefaultUserSettings),
    DefaultSpaceSettings: merged(current.DefaultSpaceSettings, DefaultSpaceSettings),
    DomainSettings: merged(current.DomainSettings, domainSettings(current, DomainSettingsForUpdate)),
  });
}

function merged<Settings extends object>(
  current: Settings | undefined,
  update: Settings | undefined,
): Settings | undefined {
  if (update === undefined) return current;
  return { ...current, ...present(update) };
}

function domainSettings(
  current: DescribeDomainResponse,
  update: UpdateDomainRequest["DomainSettingsForUpdate"],
): DomainSettings | undefined {
  if (update === undefined) return undefined;
  const { RStudioServerProDomainSettingsForUpdate: rStudio, ...settings } = update;
  if (rStudio === undefined) return settings;
  const before = current.DomainSettings?.RStudioServerProDomainSettings;
  return { ...settings, RStudioServerProDomainSettings: { ...before, ...rStudio } };
}
