/**
 * Checked by hand against the AWS documentation, not against the program. A profile's own network is its security groups,
 * which only a policy that approves some can find wrong: these are right whatever they hold, and nothing has to be read.
 */
import { CLOUDFORMATION, compliant, type Expectations, ignored, JANE, OMAR, PAT } from "../expectation.ts";

export const expectations: Expectations = {
  "create-user-profile/empty-security-groups.json": compliant(OMAR),
  "create-user-profile/parameters-dropped.json": {
    ...compliant(JANE),
    reason: "without the parameters of CreateUserProfile",
  },
  "create-user-profile/user-settings-is-null.json": compliant(PAT),
  "create-user-profile/with-security-groups.json": compliant(CLOUDFORMATION),
  "create-user-profile/without-user-settings.json": compliant(OMAR),
  "delete-user-profile/deleted.json": ignored("DeleteUserProfile ends the user profile"),
  "update-user-profile/security-groups-changed.json": {
    ...compliant(OMAR),
    reason: "UpdateUserProfile does not say",
  },
  "update-user-profile/security-groups-unchanged.json": {
    ...compliant(JANE),
    reason: "UpdateUserProfile does not say",
  },
};
