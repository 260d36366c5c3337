/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  OMAR,
  OTHER_SERVICE,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-domain/docker-of-trusted-accounts.json": compliant(CLOUDFORMATION),
  // The list of trusted accounts counts in VpcOnly domains alone.
  "create-domain/docker-on-the-internet.json": violation(JANE, ["docker-access-restricted", "studio-vpc-only"]),
  "create-domain/docker-through-the-vpc.json": compliant(OMAR),
  // VpcOnly with security groups; only the address type is wrong.
  "create-domain/dual-stack.json": violation(OMAR, ["ipv4-only"]),
  "create-domain/empty-lists.json": violation(TRAINING, ["runs-in-vpc"]),
  "create-domain/null-members.json": violation(PAT, ["studio-vpc-only"]),
  "create-domain/of-codeartifact.json": OTHER_SERVICE,
  "create-domain/parameters-dropped.json": unknown(JANE, "without the parameters of CreateDomain"),
  "create-domain/public-internet-by-default.json": violation(OMAR, ["studio-vpc-only"]),
  "create-domain/vpc-only-without-security-groups.json": violation(JANE, ["runs-in-vpc"]),
  "create-domain/vpc-only.json": compliant(CLOUDFORMATION),
  "delete-domain/deleted.json": ignored("DeleteDomain ends the Studio domain"),
  "update-domain/docker-enabled.json": unknown(OMAR, "UpdateDomain does not say"),
  "update-domain/public-internet-again.json": unknown(OMAR, "UpdateDomain does not say"),
};
