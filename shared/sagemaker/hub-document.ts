/**
 * Network settings in the document of hub content. That of a JumpStart model has them for training and for inference, at its
 * top and in the components of its configurations; the SageMaker Python SDK gives them to the jobs and models made from it,
 * and takes an isolation that is not set for none.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImportHubContent.html
 */
import { type DocumentValues, parseObject, placesIn, readVpcConfig } from "./document-places.ts";
import type { DocumentUnit } from "./document-unit.ts";
import type { EmbeddedDocument } from "./resource-kind.ts";

const WHOLE = "HubContentDocument";
/** `TrainingEnableNetworkIsolation`, `InferenceEnableNetworkIsolation`, and what such a member may be called next. */
const ISOLATION = /enablenetworkisolation$/;

export const HUB_DOCUMENT: EmbeddedDocument = {
  member: WHOLE,
  carries: ["subnets", "securityGroups", "networkIsolation"],
  read: readHubDocument,
};

/**
 * One unit for each isolation member and each VpcConfig; one without settings for a document that says nothing about the
 * network: then whoever makes something from it decides. Never throws.
 */
export function readHubDocument(text: string): DocumentUnit[] {
  const document = parseObject(text);
  if (document === null) return [{ path: WHOLE, reason: "the document is no JSON object" }];
  const places = placesIn(document, WHOLE, readPlace);
  return places.length === 0 ? [{ path: WHOLE, values: {} }] : places;
}

function readPlace(name: string, value: unknown): DocumentValues | undefined {
  if (name === "vpcconfig") return readVpcConfig(value);
  return ISOLATION.test(name) ? { networkIsolation: value } : undefined;
}
