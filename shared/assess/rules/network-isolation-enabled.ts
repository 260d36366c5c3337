import { defineRule, judgeValue } from "../rule.ts";

export const networkIsolationEnabled = defineRule({
  id: "network-isolation-enabled",
  title: "Containers run with network isolation",
  why: "An isolated container makes no network call outside its own job, so code and models that somebody else wrote cannot send data out; SageMaker still moves input and output through S3 itself.",
  severity: "medium",
  setting: "networkIsolation",
  byDefault: "policyChoosesKinds",
  sameCheck: {
    securityHub: ["SageMaker.5"],
    awsConfig: ["sagemaker-model-isolation-enabled"],
    checkov: ["CKV_AWS_370"],
    prowler: ["sagemaker_models_network_isolation_enabled", "sagemaker_training_jobs_network_isolation_enabled"],
  },
  fix: {
    sentence:
      "Set EnableNetworkIsolation to True when you create it, and let the container take everything from its input channels. In the SageMaker Python SDK 2, pass enable_network_isolation=True to the estimator, the model or the NetworkConfig.",
    set: { networkIsolation: true },
  },
  check(isolation) {
    return judgeValue(isolation, {
      desired: true,
      absentMeans: false,
      absent: "Network isolation is off, because it was not set and that means off.",
      right: "Network isolation is on.",
      wrong: "Network isolation is off, so the containers may make network calls.",
    });
  },
});
