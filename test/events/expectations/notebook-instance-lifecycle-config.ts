/** Checked by hand against the AWS documentation, not against the program. */
import { compliant, type Expectations, ignored, JANE, OMAR, unknown, violation } from "../expectation.ts";

export const expectations: Expectations = {
  "create-notebook-instance-lifecycle-config/another-resolver-and-a-route.json": violation(OMAR, [
    "lifecycle-config-keeps-routes",
    "lifecycle-config-keeps-routes",
  ]),
  "create-notebook-instance-lifecycle-config/empty-and-null-scripts.json": compliant(JANE),
  "create-notebook-instance-lifecycle-config/installs-kernels.json": compliant(JANE),
  "create-notebook-instance-lifecycle-config/no-scripts.json": compliant(JANE),
  "create-notebook-instance-lifecycle-config/parameters-dropped.json": unknown(
    JANE,
    "without the parameters of CreateNotebookInstanceLifecycleConfig",
  ),
  "create-notebook-instance-lifecycle-config/route-to-on-premises.json": violation(OMAR, [
    "lifecycle-config-keeps-routes",
  ]),
  // Whether CloudTrail hides scripts is not documented: one that is hidden must not pass for harmless.
  "create-notebook-instance-lifecycle-config/script-hidden.json": unknown(JANE),
  "delete-notebook-instance-lifecycle-config/deleted.json": ignored(
    "DeleteNotebookInstanceLifecycleConfig ends the notebook lifecycle configuration",
  ),
  "update-notebook-instance-lifecycle-config/route-added.json": unknown(
    OMAR,
    "UpdateNotebookInstanceLifecycleConfig does not say",
  ),
};
