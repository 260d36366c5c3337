import { compliant, defineRule, heldBy, notApplicable, unknown, violation } from "../rule.ts";
import { createWith } from "../snippets.ts";

export const trafficBetweenContainersEncrypted = defineRule({
  id: "traffic-between-containers-encrypted",
  title: "Traffic between the instances of a job is encrypted",
  why: "The instances of a distributed job exchange training data, gradients and model weights in clear text unless encryption is asked for.",
  severity: "medium",
  kinds: ["hyper-parameter-tuning-job", "processing-job", "training-job"],
  setting: "trafficEncryption",
  byDefault: "on",
  sameCheck: { prowler: ["sagemaker_training_jobs_intercontainer_encryption_enabled"] },
  fix: {
    sentence:
      "Set EnableInterContainerTrafficEncryption to True when more than one instance runs; the job may take longer. In the SageMaker Python SDK 2, pass encrypt_inter_container_traffic=True to the estimator or the NetworkConfig.",
    snippets: createWith({
      "hyper-parameter-tuning-job": 'request["TrainingJobDefinition"]["EnableInterContainerTrafficEncryption"] = True',
      "processing-job":
        'network = request.setdefault("NetworkConfig", {})\nnetwork["EnableInterContainerTrafficEncryption"] = True',
      "training-job": 'request["EnableInterContainerTrafficEncryption"] = True',
    }),
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
    if (count?.status === "unread") return unknown(count.field, count.reason);
    if (count?.status !== "set") return unknown(count?.field ?? "", "how many instances run is not stated");
    const message = `Traffic between the ${count.value} instances is not encrypted${held === null ? ", because encryption was not set and that means off" : ""}.`;
    return violation(field, held, "true", message);
  },
});
