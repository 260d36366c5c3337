import type { Resource } from "./collection.ts";

/**
 * The resource as SageMaker's own events describe it: those of endpoints spell the status in capitals, `IN_SERVICE`,
 * unlike the API. https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 */
export function asEventsSpell<Description extends object>(
  type: string,
  resource: Resource<Description>,
): Resource<Description> {
  if (type !== "endpoint" || !("EndpointStatus" in resource.description)) return resource;
  const EndpointStatus = inCapitals(String(resource.description.EndpointStatus));
  return { ...resource, description: { ...resource.description, EndpointStatus } };
}

/** `InService` → `IN_SERVICE`. */
function inCapitals(status: string): string {
  return status.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
