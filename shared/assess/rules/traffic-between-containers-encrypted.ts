import { compliant, defineRule, heldBy, notApplicable, unknown, violation } from "../rule.ts";

export const trafficBetweenContainersEncrypted = defineRule({
  id: "traffic-between-containers-encrypted",
  title: "Traffic between the instances of a job is encrypted",
  why: "The instances of a distributed job exchange training data, gradients and model weights in clear text unless encryption is asked for.",
  severity: "medium",
  setting: "trafficEncryption",
  alsoReads: ["instanceCount"],
  byDefault: "on",
  sameCheck: {
    checkov: ["CKV_AWS_369"],
    securityHub: ["SageMaker.9", "SageMaker.10", "SageMaker.13", "SageMaker.15"],
    prowler: ["sagemaker_training_jobs_intercontainer_encryption_enabled"],
  },
  fix: {
    sentence:
      "Set EnableInterContainerTrafficEncryption to True when more than one instance runs, or when SageMaker chooses how many; the job may take longer. In the SageMaker Python SDK 2, pass encrypt_inter_container_traffic=True to the estimator or the NetworkConfig.",
    set: { trafficEncryption: true },
  },
  check(encryption, { settings }) {
    const { field } = encryption;
    const held = heldBy(encryption);
    if (held === true) return compliant(field, held, "Traffic between instances is encrypted.");
    const count = settings.instanceCount;
    if (count?.status === "set" && count.value <= 1) {
      return notApplicable("One instance runs, so there is no traffic between instances.");
    }
    if (encryption.status === "unread") return unknown(field, encryption.reason);
    const because = held === null ? ", because encryption was not set and that means off" : "";
    if (count === undefined) {
      const message = `SageMaker chooses how many instances run, and traffic between them is not encrypted${because}.`;
      return violation(field, held, "true", message);
    }
    if (count.status === "unread") return unknown(count.field, count.reason);
    if (count.status === "unset") return unknown(count.field, "how many instances run is not stated");
    const message = `Traffic between the ${count.value} instances is not encrypted${because}.`;
    return violation(field, held, "true", message);
  },
});
