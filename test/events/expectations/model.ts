/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  LENA_IN_STUDIO,
  OMAR,
  OTHER_SERVICE,
  PAT,
  ROOT,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-model/empty-vpc-config.json": violation(
    OMAR,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-model/in-the-vpc-and-isolated.json": compliant(CLOUDFORMATION),
  "create-model/of-lookout-for-vision.json": OTHER_SERVICE,
  "create-model/outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-model/parameters-dropped.json": unknown(ROOT, "without the parameters of CreateModel"),
  "create-model/second-container-from-the-platform.json": {
    ...compliant(JANE),
    strictly: ["images-through-vpc", "images-through-vpc"],
    strictOutcome: "violation",
  },
  "create-model/vpc-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "delete-model/deleted.json": ignored("DeleteModel ends the model"),
  "model-state-change/created.json": unknown(null, "SageMaker Model State Change does not say"),
};
