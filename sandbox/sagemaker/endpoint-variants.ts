import type {
  DataCaptureConfig,
  DataCaptureConfigSummary,
  DeployedImage,
  DescribeEndpointConfigOutput,
  DescribeEndpointOutput,
  PendingDeploymentSummary,
  PendingProductionVariantSummary,
  ProductionVariant,
  ProductionVariantSummary,
  UpdateEndpointInput,
} from "@aws-sdk/client-sagemaker";
import { randomHexId } from "./account.ts";
import { present } from "./handler.ts";
import type { Models } from "./model.ts";

type Config = DescribeEndpointConfigOutput;

/** All variants of a configuration, those in the shadow included. */
export function variantsOf(config: Config): ProductionVariant[] {
  return [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])];
}

/** What an endpoint says of itself while it goes over to a configuration. */
export function pendingDeployment(config: Config, models: Models, now: Date): PendingDeploymentSummary {
  const pending = (variant: ProductionVariant) => pendingVariant(variant, models, now);
  return present<PendingDeploymentSummary>({
    EndpointConfigName: config.EndpointConfigName,
    ProductionVariants: config.ProductionVariants?.map(pending),
    ShadowProductionVariants: config.ShadowProductionVariants?.map(pending),
    StartTime: now,
  });
}

/** What an endpoint says of itself once it runs a configuration. */
export function deployedConfig(config: Config, models: Models, now: Date): Partial<DescribeEndpointOutput> {
  const deployed = (variant: ProductionVariant) => deployedVariant(variant, models, now);
  return {
    EndpointConfigName: config.EndpointConfigName,
    ProductionVariants: config.ProductionVariants?.map(deployed),
    ShadowProductionVariants: config.ShadowProductionVariants?.map(deployed),
    DataCaptureConfig: dataCapture(config.DataCaptureConfig),
    AsyncInferenceConfig: config.AsyncInferenceConfig,
    ExplainerConfig: config.ExplainerConfig,
    MetricsConfig: config.MetricsConfig,
    PendingDeploymentSummary: undefined,
  };
}

/** The weights and instance counts that UpdateEndpoint keeps when it is told to retain them. */
export function retainProperties(
  before: ProductionVariantSummary[] | undefined,
  after: ProductionVariantSummary[] | undefined,
  excluded: UpdateEndpointInput["ExcludeRetainedVariantProperties"],
): void {
  const keeps = (property: string) => excluded?.every((entry) => entry.VariantPropertyType !== property) ?? true;
  for (const variant of after ?? []) {
    const old = before?.find((candidate) => candidate.VariantName === variant.VariantName);
    if (old === undefined) continue;
    const { DesiredInstanceCount: count, DesiredWeight: weight } = old;
    if (keeps("DesiredInstanceCount") && count !== undefined) {
      Object.assign(variant, { CurrentInstanceCount: count, DesiredInstanceCount: count });
    }
    if (keeps("DesiredWeight") && weight !== undefined) {
      Object.assign(variant, { CurrentWeight: weight, DesiredWeight: weight });
    }
  }
}

function deployedVariant(variant: ProductionVariant, models: Models, now: Date): ProductionVariantSummary {
  const weight = variant.InitialVariantWeight ?? 1;
  return present<ProductionVariantSummary>({
    VariantName: variant.VariantName,
    DeployedImages: deployedImages(variant, models, now),
    CurrentWeight: weight,
    DesiredWeight: weight,
    CurrentInstanceCount: variant.InitialInstanceCount,
    DesiredInstanceCount: variant.InitialInstanceCount,
    CurrentServerlessConfig: variant.ServerlessConfig,
    DesiredServerlessConfig: variant.ServerlessConfig,
    ManagedInstanceScaling: variant.ManagedInstanceScaling,
    RoutingConfig: variant.RoutingConfig,
  });
}

function pendingVariant(variant: ProductionVariant, models: Models, now: Date): PendingProductionVariantSummary {
  const StatusMessage = `Launching ${variant.InitialInstanceCount ?? 1} instance(s).`;
  return present<PendingProductionVariantSummary>({
    VariantName: variant.VariantName,
    DeployedImages: deployedImages(variant, models, now),
    DesiredWeight: variant.InitialVariantWeight ?? 1,
    DesiredInstanceCount: variant.InitialInstanceCount,
    InstanceType: variant.InstanceType,
    DesiredServerlessConfig: variant.ServerlessConfig,
    VariantStatus: [{ Status: "Creating", StatusMessage, StartTime: now }],
  });
}

/** Undefined for a variant without a model, which inference components fill. */
function deployedImages(variant: ProductionVariant, models: Models, now: Date): DeployedImage[] | undefined {
  if (variant.ModelName === undefined) return undefined;
  const model = models.find(variant.ModelName)?.description;
  const containers = model?.Containers ?? (model?.PrimaryContainer === undefined ? [] : [model.PrimaryContainer]);
  return containers.map(({ Image }) => deployedImage(Image, now));
}

/** A container image and the digest its tag stood for at that time. */
export function deployedImage(image: string | undefined, now: Date): DeployedImage {
  const ResolvedImage = `${image?.replace(/:[^:/]*$/, "")}@sha256:${randomHexId("", 64)}`;
  return image === undefined ? {} : { SpecifiedImage: image, ResolvedImage, ResolutionTime: now };
}

function dataCapture(config: DataCaptureConfig | undefined): DataCaptureConfigSummary | undefined {
  if (config === undefined) return undefined;
  const EnableCapture = config.EnableCapture ?? false;
  return {
    EnableCapture,
    CaptureStatus: EnableCapture ? "Started" : "Stopped",
    CurrentSamplingPercentage: config.InitialSamplingPercentage,
    DestinationS3Uri: config.DestinationS3Uri,
    KmsKeyId: config.KmsKeyId ?? "",
  };
}
