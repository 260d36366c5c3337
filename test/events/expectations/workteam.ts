/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

const UNBOUND = "worker-links-restricted";

export const expectations: Expectations = {
  "create-workteam/empty-constraints.json": violation(TRAINING, [UNBOUND]),
  "create-workteam/links-bound-in-the-vpc.json": compliant(OMAR),
  "create-workteam/links-bound-to-the-worker.json": compliant(CLOUDFORMATION),
  "create-workteam/links-unbound.json": violation(JANE, [UNBOUND]),
  "create-workteam/parameters-dropped.json": unknown(JANE, "without the parameters of CreateWorkteam"),
  "create-workteam/without-worker-access.json": violation(OMAR, [UNBOUND]),
  "create-workteam/worker-access-is-null.json": violation(PAT, [UNBOUND]),
  "delete-workteam/deleted.json": ignored("DeleteWorkteam ends the work team"),
  "update-workteam/links-unbound.json": unknown(OMAR, "UpdateWorkteam does not say"),
  "update-workteam/links-unchanged.json": unknown(JANE, "UpdateWorkteam does not say"),
};
