import { compliant, defineRule, heldBy, unknown, violation } from "../rule.ts";

const FROM_THE_WORKER = "Links open only from the address of the worker that they were made for.";
const IN_THE_VPC =
  "Links of the portal inside the VPC open only there, from the address of the worker that they were made for.";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_IamPolicyConstraints.html */
export const workerLinksRestricted = defineRule({
  id: "worker-links-restricted",
  title: "Links to the data of a task open only from the worker's address",
  why: "Custom task templates load their data by presigned links. Without a constraint, a link that leaks opens from anywhere until it expires.",
  severity: "low",
  setting: "linkSourceIp",
  alsoReads: ["linkVpcSourceIp"],
  byDefault: "advisory",
  sameCheck: {},
  fix: {
    sentence:
      "Set SourceIp to Enabled in the work team's S3Presign constraints, or VpcSourceIp where the workers open the portal inside a VPC and nowhere else.",
    set: { linkSourceIp: "Enabled" },
  },
  check(address, { settings }) {
    const inVpc = settings.linkVpcSourceIp;
    const held = heldBy(address);
    if (held === "Enabled") return compliant(address.field, held, FROM_THE_WORKER);
    if (inVpc?.status === "set" && inVpc.value === "Enabled") {
      return compliant(inVpc.field, inVpc.value, IN_THE_VPC);
    }
    if (address.status === "unread") return unknown(address.field, address.reason);
    if (inVpc?.status === "unread") return unknown(inVpc.field, inVpc.reason);
    return violation(address.field, held, "Enabled", "A link to a task's data opens from anywhere until it expires.");
  },
});
