/** Routes of a template's HTTP APIs, each with the function behind it. */
import { z } from "zod";
import { TemplateError } from "./intrinsics.ts";
import { each } from "./read.ts";
import type { ResolvedTemplate } from "./resources.ts";

export interface RouteResource {
  apiId: string;
  apiName: string;
  /** `GET /findings/{id}` or `$default`. */
  routeKey: string;
  authorization: "NONE" | "AWS_IAM";
  /** The ARN of the function, with or without an alias. */
  functionReference: string;
}

const API = z.object({ Name: z.string() });
const ROUTE = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  AuthorizationType: z.enum(["NONE", "AWS_IAM"]).default("NONE"),
  Target: z.string(),
});
const INTEGRATION = z.object({
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
});

export function readRoutes(template: ResolvedTemplate): RouteResource[] {
  const apis = each(template, "AWS::ApiGatewayV2::Api", API);
  const integrations = each(template, "AWS::ApiGatewayV2::Integration", INTEGRATION);
  return each(template, "AWS::ApiGatewayV2::Route", ROUTE).map(({ logicalId, properties }) => {
    const integration = integrations.find(({ ref }) => properties.Target === `integrations/${ref}`);
    if (integration === undefined) throw new TemplateError(`Resource ${logicalId}: its integration does not exist.`);
    return {
      apiId: properties.ApiId,
      apiName: apis.find(({ ref }) => ref === properties.ApiId)?.properties.Name ?? "",
      routeKey: properties.RouteKey,
      authorization: properties.AuthorizationType,
      functionReference: integration.properties.IntegrationUri,
    };
  });
}
