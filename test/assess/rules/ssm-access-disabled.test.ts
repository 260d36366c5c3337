import { ssmAccessDisabled } from "../../../shared/assess/rules/ssm-access-disabled.ts";
import { testRule } from "./judging.ts";

const field = "EnableSSMAccess";

testRule(ssmAccessDisabled, {
  compliant: [
    {
      name: "off",
      kind: "endpoint-config",
      create: { ProductionVariants: [{ EnableSSMAccess: false }] },
      field,
      actual: false,
    },
    {
      name: "not set",
      kind: "endpoint-config",
      describe: { ProductionVariants: [{ VariantName: "a" }] },
      field,
      actual: null,
    },
    {
      name: "off in the shadow variant beside one that has it on",
      kind: "endpoint-config",
      unit: "ShadowProductionVariants[0]",
      create: {
        ProductionVariants: [{ EnableSSMAccess: true }],
        ShadowProductionVariants: [{ EnableSSMAccess: false }],
      },
    },
  ],
  violation: [
    // CloudTrail lower-cases first letters, and acronyms its own way.
    {
      name: "on, as CloudTrail spells it",
      kind: "endpoint-config",
      create: { productionVariants: [{ enableSSMAccess: true }] },
      field,
      actual: true,
      expected: "false",
    },
    {
      name: "on in the second variant",
      kind: "endpoint-config",
      unit: "ProductionVariants[1]",
      create: { ProductionVariants: [{ EnableSSMAccess: false }, { EnableSSMAccess: true }] },
      field,
      actual: true,
      expected: "false",
    },
    {
      name: "on in the shadow variant",
      kind: "endpoint-config",
      unit: "ShadowProductionVariants[0]",
      describe: {
        ProductionVariants: [{ EnableSSMAccess: false }],
        ShadowProductionVariants: [{ EnableSSMAccess: true }],
      },
      field,
      actual: true,
      expected: "false",
    },
  ],
  unknown: [
    {
      name: "not a boolean",
      kind: "endpoint-config",
      create: { ProductionVariants: [{ EnableSSMAccess: "no" }] },
      field,
    },
  ],
});
