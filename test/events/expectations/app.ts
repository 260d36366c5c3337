/**
 * Checked by hand against the AWS documentation, not against the program. An app has no network settings of its own, so
 * that only its domain, its profile and its space can tell.
 */
import { type Expectations, ignored, JANE, LENA_IN_STUDIO, OMAR, OTHER_SERVICE, PAT, unknown } from "../expectation.ts";

export const expectations: Expectations = {
  "create-app/empty-and-null-members.json": unknown(PAT),
  "create-app/of-a-space.json": unknown(LENA_IN_STUDIO),
  "create-app/of-a-user-profile.json": unknown(JANE),
  "create-app/of-amplify.json": OTHER_SERVICE,
  "create-app/parameters-dropped.json": unknown(OMAR, "without the parameters of CreateApp"),
  "delete-app/deleted.json": ignored("DeleteApp ends the Studio app"),
};
