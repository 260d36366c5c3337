/** Checked by hand against the AWS documentation, not against the program. Without a word, remote access is off. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
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
  "create-space/empty-space-settings.json": compliant(JANE),
  "create-space/parameters-dropped.json": unknown(OMAR, "without the parameters of CreateSpace"),
  "create-space/private.json": compliant(LENA_IN_STUDIO),
  "create-space/remote-access-disabled.json": compliant(CLOUDFORMATION),
  "create-space/remote-access-enabled.json": violation(LENA_IN_STUDIO, ["space-remote-access-disabled"]),
  "create-space/remote-access-is-null.json": compliant(PAT),
  "create-space/without-space-settings.json": compliant(TRAINING),
  "delete-space/deleted.json": ignored("DeleteSpace ends the Studio space"),
  "update-space/remote-access-enabled.json": unknown(LENA_IN_STUDIO, "UpdateSpace does not say"),
  // An absent member means "unchanged", which may be on.
  "update-space/remote-access-unchanged.json": unknown(LENA_IN_STUDIO, "UpdateSpace does not say"),
};
