import { compliant, defineRule, isMissing, unknown, violation } from "../rule.ts";

/** Bits of the widest range that one network can own: wider ones are not handed out. */
const WIDEST = { ipv4: 8, ipv6: 16 };

/**
 * A VPC is a way in beside the public one, which stays open until source addresses are named:
 * https://docs.aws.amazon.com/sagemaker/latest/dg/samurai-vpc-worker-portal.html
 */
export const workforceSourceRestricted = defineRule({
  id: "workforce-source-restricted",
  title: "Labeling portals open only from known addresses",
  why: "The portal in which workers see the data to label opens from the whole internet unless source addresses are named. A VPC adds a private way in and leaves the public one open.",
  severity: "high",
  setting: "sourceCidrs",
  alsoReads: ["subnets"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Give SourceIpConfig the address ranges that your workers come from; if they work inside the VPC alone, a private range such as 10.0.0.0/16 closes the portal to the internet.",
    set: { sourceCidrs: ["192.0.2.0/24"] },
  },
  check(cidrs, { settings: { subnets } }) {
    const { field } = cidrs;
    if (cidrs.status === "unread") return unknown(field, cidrs.reason);
    const ranges = cidrs.status === "set" ? cidrs.value : [];
    const open = ranges.filter(isTooWide);
    if (open.length > 0) {
      const message = `The portal opens from more than any one network: ${open.join(", ")}.`;
      return violation(field, ranges, `no range wider than /${WIDEST.ipv4}, or /${WIDEST.ipv6} of IPv6`, message);
    }
    if (ranges.length > 0) return compliant(field, ranges, "The portal opens only from the addresses that it names.");
    const vpc = subnets === undefined || isMissing(subnets) ? "" : "; its VPC does not close it to the internet";
    const message = `The portal opens from anywhere, because no source addresses are named${vpc}.`;
    return violation(field, cidrs.status === "set" ? ranges : null, "source address ranges", message);
  },
});

/** `0.0.0.0/0`, and halves of it; a range without a length that makes sense counts as too wide. */
function isTooWide(range: string): boolean {
  const [address = "", bits = "128"] = range.trim().split("/");
  const widest = address.includes(":") ? WIDEST.ipv6 : WIDEST.ipv4;
  return !(Number(bits) >= widest);
}
