/** What serverless.yml takes from code; it can load CommonJS only. */
module.exports = {
  describeStatement: async () => (await import("./sagemaker-statements.ts")).describeStatement(),
  eventRules: async () => (await import("./event-rules.ts")).eventRules(),
  listStatement: async () => (await import("./sagemaker-statements.ts")).listStatement(),
  networkRules: async () => (await import("./network-rules.ts")).networkRules(),
  networkStatement: async () => (await import("./network-statements.ts")).networkStatement(),
  originStatement: async () => (await import("./sagemaker-statements.ts")).originStatement(),
  policyContent: async () => (await import("./policy-content.ts")).policyContent(),
  policySchema: async () => (await import("./policy-content.ts")).policySchema(),
  stopStatement: async () => (await import("./sagemaker-statements.ts")).stopStatement(),
  tagStatement: async () => (await import("./sagemaker-statements.ts")).tagStatement(),
};
