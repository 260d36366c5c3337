import type { DescribeDomainResponse, DomainSettings, UpdateDomainRequest } from "@aws-sdk/client-sagemaker";
import { validationError } from "./errors.ts";
import { present } from "./handler.ts";

/**
 * The conditions of UpdateDomain, but for those about running apps, which this account has none of. Throws
 * ValidationException. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html
 */
export function checkDomainUpdate(current: DescribeDomainResponse, input: UpdateDomainRequest): void {
  if (input.AppNetworkAccessType !== undefined) checkAccessType(current, input);
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
