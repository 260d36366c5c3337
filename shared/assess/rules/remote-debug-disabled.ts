import { defineRule, judgeValue } from "../rule.ts";

export const remoteDebugDisabled = defineRule({
  id: "remote-debug-disabled",
  title: "Training containers are closed to remote debugging",
  why: "Remote debugging opens a shell in the training container through Systems Manager, beside the data, whatever the security groups allow to come in.",
  severity: "medium",
  setting: "remoteDebug",
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Leave EnableRemoteDebug out or set it to False; on a job that is downloading or training, UpdateTrainingJob turns it off. In the SageMaker Python SDK 2, leave enable_remote_debug out of the estimator.",
    set: { remoteDebug: false },
  },
  check(debug) {
    return judgeValue(debug, {
      desired: false,
      absentMeans: false,
      absent: "Remote debugging is off, because it was not set and that means off.",
      right: "Remote debugging is off.",
      wrong: "Remote debugging is on, so a shell can be opened in the training container.",
    });
  },
});
