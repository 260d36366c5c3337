/** Checked by hand against the AWS documentation, not against the program. */
import {
  compliant,
  type Expectations,
  FAILED,
  ignored,
  JANE,
  LENA_IN_STUDIO,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-notebook-instance/denied.json": FAILED,
  "create-notebook-instance/direct-internet-by-default.json": violation(JANE, [
    "notebook-imds-v2",
    "notebook-no-direct-internet",
    "notebook-root-access-disabled",
    "runs-in-vpc",
  ]),
  "create-notebook-instance/direct-internet-in-a-subnet.json": violation(OMAR, ["notebook-no-direct-internet"]),
  "create-notebook-instance/dual-stack.json": violation(OMAR, ["ipv4-only"]),
  // An empty list of security groups is none.
  "create-notebook-instance/empty-and-null-members.json": violation(PAT, ["runs-in-vpc"]),
  "create-notebook-instance/failed-limit-exceeded.json": FAILED,
  "create-notebook-instance/in-the-approved-network.json": compliant(JANE),
  "create-notebook-instance/metadata-version-1-and-root.json": violation(LENA_IN_STUDIO, [
    "notebook-imds-v2",
    "notebook-root-access-disabled",
  ]),
  "create-notebook-instance/parameters-dropped.json": unknown(JANE, "without the parameters of CreateNotebookInstance"),
  // The script that it will run at each start stands in another resource, which nothing here tells.
  "create-notebook-instance/with-a-lifecycle-configuration.json": unknown(JANE),
  "delete-notebook-instance/deleted.json": ignored("DeleteNotebookInstance ends the notebook instance"),
  // SageMaker lower-cases names in some ARNs; the event has the name as it is, too.
  "notebook-instance-state-change/in-service.json": unknown(
    null,
    "SageMaker Notebook Instance State Change does not say",
  ),
  "start-notebook-instance/started-again.json": unknown(TRAINING, "StartNotebookInstance does not say"),
  "stop-notebook-instance/stopped.json": ignored("StopNotebookInstance ends the notebook instance"),
  "update-notebook-instance/failed-not-stopped.json": FAILED,
  "update-notebook-instance/metadata-version-1.json": unknown(LENA_IN_STUDIO, "UpdateNotebookInstance does not say"),
  "update-notebook-instance/root-access-enabled.json": unknown(JANE, "UpdateNotebookInstance does not say"),
};
