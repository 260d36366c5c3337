/**
 * The policy file: its schema, from which both the validation and the JSON schema for editors and AppConfig come.
 * Every field has a default; the empty file is valid.
 */
import { z } from "zod";
import { ACTION_IDS } from "../act/action.ts";
import { RULES } from "../assess/rules/index.ts";
import { SEVERITIES } from "../assess/verdict.ts";
import { RESOURCE_KINDS } from "../sagemaker/index.ts";

const kindId = z.enum(RESOURCE_KINDS.map((kind) => kind.id));
const ruleId = z.enum(RULES.map((rule) => rule.id));
const actionId = z.enum(ACTION_IDS);
const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)]);
const text = z.string().trim().min(1).max(500);
const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,4}[smhd]$/)
  .describe("A whole number of s(econds), m(inutes), h(ours) or d(ays): 4h");
const ruleState = z.enum(["on", "advisory", "off"]);

const ruleSetting = z.union([
  ruleState,
  z.strictObject({
    state: ruleState.optional(),
    severity: z.enum(SEVERITIES).optional(),
    kinds: z.array(kindId).optional().describe("Kinds it applies to; all that the rule knows when left out"),
    alsoKinds: z.array(kindId).optional().describe("Kinds it applies to beside those it applies to by itself"),
  }),
]);

const response = z.strictObject({
  when: z
    .strictObject({ kind: oneOrMore(kindId).optional(), rule: oneOrMore(ruleId).optional() })
    .optional()
    .describe("Left out: always"),
  automatically: z.array(actionId).optional().describe("Done without asking; nothing destructive is accepted here"),
  propose: z.array(actionId).optional().describe("Offered to a person, in this order"),
});

const approver = z.union([
  z.strictObject({ iamRole: z.string().regex(/^arn:[a-z*-]+:iam::(\d{12}|\*):role\/.+$/) }),
  z.strictObject({ iamUser: z.string().regex(/^arn:[a-z*-]+:iam::(\d{12}|\*):user\/.+$/) }),
  z.strictObject({ slackUser: text }),
  z.strictObject({ group: text }),
]);

const exemption = z.strictObject({
  resource: z
    .string()
    .regex(/^arn:[^:]+:sagemaker:[^:]*:[^:]*:.+$/)
    .describe("An ARN; * stands for anything"),
  rules: z.array(ruleId).min(1),
  owner: text,
  reason: text,
  expires: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .describe("The last day it holds (UTC): 2027-01-31"),
});

export const policySchema = z.strictObject({
  version: z.literal(1).optional(),
  mode: z.enum(["off", "report", "enforce"]).optional().describe("report assesses and tells, and changes nothing"),
  approvedNetwork: z
    .strictObject({
      vpcs: z.array(z.string().startsWith("vpc-")).optional().describe("Every subnet of these is approved"),
      subnets: z
        .union([
          z.array(z.string().startsWith("subnet-")),
          z.strictObject({
            ids: z.array(z.string().startsWith("subnet-")).optional(),
            tags: z
              .record(z.string().min(1).max(128), z.string().max(256))
              .optional()
              .describe("A subnet that has every one of these tags is approved"),
          }),
        ])
        .optional()
        .describe("Ids, or { ids, tags }; the first id is where replacements go"),
      securityGroups: z.array(z.string().startsWith("sg-")).optional(),
    })
    .optional(),
  rules: z.partialRecord(ruleId, ruleSetting).optional(),
  respond: z.array(response).optional().describe("The first entry that matches a finding counts"),
  approval: z
    .strictObject({
      approvers: z.array(approver).optional(),
      minimum: z.literal(1).optional(),
      requesterMayApprove: z.boolean().optional(),
      expiresAfter: duration.optional(),
      remindAfter: z.array(duration).max(5).optional(),
      exemptFor: duration.optional().describe("How long an exemption lasts that a person chose in an approval"),
    })
    .optional(),
  limits: z
    .strictObject({
      perHour: z
        .strictObject({
          reversible: z.int().min(0).max(1000).optional(),
          destructive: z.int().min(0).max(1000).optional(),
        })
        .optional(),
    })
    .optional(),
  exemptions: z.array(exemption).optional(),
});

/** A policy file's content, as written. */
export type PolicyDocument = z.infer<typeof policySchema>;

/** The JSON schema that editors and AppConfig's validator use; AppConfig takes draft 4, at most 32,768 characters. */
export function policyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { target: "draft-4" }) as Record<string, unknown>;
  return { $schema, title: "sagefence policy", ...schema };
}
