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
  "delete-hub-content/deleted.json": ignored("DeleteHubContent ends the hub content"),
  "delete-hub-content/in-a-hub-named-by-its-arn.json": ignored("DeleteHubContent ends the hub content"),
  "import-hub-content/document-is-no-json.json": unknown(LENA_IN_STUDIO),
  "import-hub-content/document-is-null.json": unknown(OMAR),
  "import-hub-content/empty-vpc-config.json": violation(TRAINING, ["runs-in-vpc"]),
  "import-hub-content/in-a-hub-named-by-its-arn.json": compliant(LENA_IN_STUDIO),
  "import-hub-content/inference-is-not-isolated.json": {
    ...compliant(JANE),
    strictly: ["network-isolation-enabled"],
    strictOutcome: "violation",
  },
  "import-hub-content/isolated-in-training-and-inference.json": compliant(LENA_BY_PIPELINE),
  // Once for training and once for inference.
  "import-hub-content/isolation-is-null.json": {
    ...compliant(PAT),
    strictly: ["network-isolation-enabled", "network-isolation-enabled"],
    strictOutcome: "violation",
  },
  "import-hub-content/one-configuration-is-not-isolated.json": {
    ...compliant(OMAR),
    strictly: ["network-isolation-enabled"],
    strictOutcome: "violation",
  },
  "import-hub-content/parameters-dropped.json": unknown(TRAINING, "without the parameters of ImportHubContent"),
  // A notebook: whoever runs it decides about its network.
  "import-hub-content/says-nothing-about-the-network.json": compliant(CLOUDFORMATION),
  "update-hub-content/document-left-out.json": unknown(JANE, "UpdateHubContent does not say"),
};
