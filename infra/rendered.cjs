/** What serverless.yml takes from code; it can load CommonJS only. */
module.exports = {
  eventRules: async () => (await import("./event-rules.ts")).eventRules(),
  policyContent: async () => (await import("./policy-content.ts")).policyContent(),
  policySchema: async () => (await import("./policy-content.ts")).policySchema(),
  readStatement: async () => (await import("./sagemaker-statements.ts")).readStatement(),
  listStatement: async () => (await import("./sagemaker-statements.ts")).listStatement(),
  stopStatement: async () => (await import("./sagemaker-statements.ts")).stopStatement(),
  tagStatement: async () => (await import("./sagemaker-statements.ts")).tagStatement(),
};
