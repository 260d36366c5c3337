import { zonesOf } from "../../network/routes/zones.ts";
import { kindsWith } from "../../sagemaker/kind-settings.ts";
import { judgeTogether } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

/** These take one subnet, or work in one zone by their nature, or are judged by what they stand in. */
const ONE_ZONE = ["app", "cluster", "notebook-instance", "workforce"];

export const subnetsInTwoZones = defineRule({
  id: "subnets-in-two-zones",
  title: "Subnets span at least two Availability Zones",
  why: "In one zone, work waits or fails when that zone has no capacity or goes down. For hosting, SageMaker asks for subnets in two zones, even for one instance.",
  severity: "low",
  setting: "subnets",
  about: kindsWith("subnets").filter((kind) => !ONE_ZONE.includes(kind)),
  facts: ["subnets"],
  byDefault: "advisory",
  sameCheck: {},
  fix: {
    sentence: "Name subnets of at least two Availability Zones, each of them private and approved.",
    set: { subnets: ["subnet-…", "subnet-…"], securityGroups: ["sg-…"] },
  },
  check(subnets, _unit, { network }) {
    const expected = "subnets in at least two Availability Zones";
    const right = "The subnets are in at least two Availability Zones.";
    return judgeTogether(subnets, { noun: "subnet", expected, right }, (ids) => {
      const { zones, unread } = zonesOf(ids, network);
      if (zones.length > 1) return { status: "compliant" };
      if (unread.length > 0 && ids.length > 1) return { status: "unknown", reason: unread.join("; ") };
      const where = zones[0] ?? "one Availability Zone";
      const message = `${ids.join(" and ")} ${ids.length === 1 ? "is the only subnet," : "are all"} in ${where}.`;
      return { status: "violation", message, causes: [] };
    });
  },
});
