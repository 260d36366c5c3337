/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  LENA_BY_PIPELINE,
  LENA_IN_STUDIO,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  // Null is no definition of its own, so the named one counts.
  "create-monitoring-schedule/definition-is-null.json": unknown(CLOUDFORMATION),
  "create-monitoring-schedule/distributed-and-unencrypted.json": violation(
    TRAINING,
    ["traffic-between-containers-encrypted"],
    ["network-isolation-enabled"],
  ),
  "create-monitoring-schedule/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  "create-monitoring-schedule/in-the-vpc-and-isolated.json": compliant(LENA_BY_PIPELINE),
  // Isolation alone does not put it into a VPC.
  "create-monitoring-schedule/isolated-but-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-monitoring-schedule/names-a-data-quality-job-definition.json": unknown(JANE),
  "create-monitoring-schedule/names-a-model-explainability-job-definition.json": unknown(LENA_IN_STUDIO),
  "create-monitoring-schedule/names-a-model-quality-job-definition.json": unknown(OMAR),
  "create-monitoring-schedule/network-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-monitoring-schedule/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateMonitoringSchedule",
  ),
  "create-monitoring-schedule/without-network-config.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "delete-monitoring-schedule/deleted.json": ignored("DeleteMonitoringSchedule ends the monitoring schedule"),
  "monitoring-schedule-state-change/scheduled.json": unknown(
    null,
    "SageMaker Monitoring Schedule State Change does not say",
  ),
  "start-monitoring-schedule/started-again.json": unknown(JANE, "StartMonitoringSchedule does not say"),
  "stop-monitoring-schedule/stopped.json": ignored("StopMonitoringSchedule ends the monitoring schedule"),
  "update-monitoring-schedule/network-config-left-out.json": unknown(OMAR, "UpdateMonitoringSchedule does not say"),
};
