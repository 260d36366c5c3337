/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  OMAR,
  PAT,
  ROOT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

const OPEN = "workforce-source-restricted";

export const expectations: Expectations = {
  "create-workforce/addresses-and-vpc-are-null.json": violation(PAT, [OPEN], ["runs-in-vpc"]),
  "create-workforce/dual-stack.json": violation(JANE, ["ipv4-only"]),
  "create-workforce/empty-lists.json": violation(TRAINING, [OPEN], ["runs-in-vpc"]),
  "create-workforce/office-and-vpc.json": compliant(CLOUDFORMATION),
  // A workforce needs no VPC unless the policy says so.
  "create-workforce/office-only.json": {
    ...compliant(OMAR),
    strictly: ["runs-in-vpc"],
    strictOutcome: "violation",
  },
  "create-workforce/open-to-the-world.json": violation(OMAR, [OPEN], ["runs-in-vpc"]),
  "create-workforce/parameters-dropped.json": unknown(JANE, "without the parameters of CreateWorkforce"),
  // The VPC is a second way in; the public one stays open until source addresses are named.
  "create-workforce/vpc-only.json": violation(JANE, [OPEN]),
  "create-workforce/without-addresses.json": violation(ROOT, [OPEN], ["runs-in-vpc"]),
  "delete-workforce/deleted.json": ignored("DeleteWorkforce ends the workforce"),
  "update-workforce/addresses-removed.json": unknown(OMAR, "UpdateWorkforce does not say"),
  "update-workforce/addresses-unchanged.json": unknown(JANE, "UpdateWorkforce does not say"),
};
