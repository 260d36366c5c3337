import type { PostureUnit } from "../../sagemaker/posture.ts";
import { compliant, defineRule, heldBy, unknown, violation } from "../rule.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-local-get-started.html */
export const dockerAccessRestricted = defineRule({
  id: "docker-access-restricted",
  title: "Docker in Studio is off, or limited to trusted accounts or the VPC",
  why: "With Docker, a Studio user runs any image beside the data, and with it any program that the image brings. In a VpcOnly domain images come only from trusted accounts or, with rootless Docker, by the ways that the VPC leaves open.",
  severity: "medium",
  setting: "dockerAccess",
  alsoReads: ["appNetworkAccess", "dockerRootless", "dockerTrustedAccounts"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Set EnableDockerAccess to DISABLED, or make the domain VpcOnly, where VpcOnlyTrustedAccounts names further accounts whose images may be used. It counts for apps that are created afterwards.",
    set: { dockerAccess: "DISABLED" },
  },
  check(docker, unit) {
    const { field } = docker;
    if (docker.status === "unread") return unknown(field, docker.reason);
    const held = heldBy(docker);
    if (held !== "ENABLED") return compliant(field, held, "Docker is off.");
    const access = unit.settings.appNetworkAccess;
    if (access?.status === "unread") return unknown(access.field, access.reason);
    if (access?.status === "set" && access.value === "VpcOnly") return compliant(field, held, limitOf(unit));
    const message = "Docker is on in a domain that reaches the internet directly, so any image can be run.";
    return violation(field, held, "DISABLED, or a VpcOnly domain", message);
  },
});

/** What limits Docker in a VpcOnly domain; rootless, it does not look at the trusted accounts. */
function limitOf({ settings: { dockerRootless: rootless, dockerTrustedAccounts: trusted } }: PostureUnit): string {
  if (rootless?.status === "set" && rootless.value === "ENABLED") {
    return "Docker is on, and reaches the registries that the VPC reaches.";
  }
  const named = trusted?.status === "set" ? trusted.value : [];
  const more = named.length === 0 ? "" : `, and of ${named.join(", ")}`;
  return `Docker is on, for images of the domain's own account and of SageMaker${more}.`;
}
