/**
 * Network settings in the configuration document of a job. Its schema depends on category and version; the documents of
 * AgentRFT jobs have a `VpcConfig` at the top.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeJobSchemaVersion.html
 */
import { Unresolved } from "./document.ts";
import { type DocumentValues, parseObject, placesIn, readVpcConfig } from "./document-places.ts";
import type { DocumentUnit } from "./document-unit.ts";
import type { EmbeddedDocument, SettingName } from "./resource-kind.ts";

const WHOLE = "JobConfigDocument";
const SETTINGS_OF: readonly { name: string; settings: readonly SettingName[] }[] = [
  { name: "VpcConfig", settings: ["subnets", "securityGroups"] },
  { name: "EnableNetworkIsolation", settings: ["networkIsolation"] },
];

export const JOB_DOCUMENT: EmbeddedDocument = {
  member: WHOLE,
  carries: SETTINGS_OF.flatMap(({ settings }) => settings),
  read: readJobDocument,
};

/**
 * One unit for each VpcConfig and each EnableNetworkIsolation, whatever the letter case. Of either that is nowhere, a unit
 * says so: without its schema, nobody knows what its absence means. Never throws.
 */
export function readJobDocument(text: string): DocumentUnit[] {
  const document = parseObject(text);
  if (document === null) return [{ path: WHOLE, reason: "the document is no JSON object" }];
  const places = placesIn(document, WHOLE, readPlace);
  return [...places, ...untold(places)];
}

function readPlace(name: string, value: unknown): DocumentValues | undefined {
  if (name === "vpcconfig") return readVpcConfig(value);
  return name === "enablenetworkisolation" ? { networkIsolation: value } : undefined;
}

function untold(places: readonly DocumentUnit[]): DocumentUnit[] {
  const told = new Set(places.flatMap((unit) => ("values" in unit ? Object.keys(unit.values) : [])));
  return SETTINGS_OF.filter(({ settings }) => !settings.some((setting) => told.has(setting))).map(
    ({ name, settings }) => {
      const unresolved = new Unresolved(`the document has no ${name}`);
      return { path: WHOLE, values: Object.fromEntries(settings.map((setting) => [setting, unresolved])) };
    },
  );
}
