import { freeAddresses } from "../../network/routes/free-addresses.ts";
import { judgeTogether } from "../judge-ids.ts";
import { compliant, defineRule, heldBy, unknown } from "../rule.ts";

/**
 * Addresses for a notebook; for a user of Studio, of whom AWS reckons with 2 to 4; for each instance of anything else.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html
 */
const NEEDED: Readonly<Record<string, number>> = { app: 4, domain: 4, "notebook-instance": 1, workforce: 1 };
const FOR_AN_INSTANCE = 2;

export const subnetHasAddresses = defineRule({
  id: "subnet-has-addresses",
  title: "Subnets have enough free addresses for what will run",
  why: "Each instance takes addresses of its subnets: two in a job or an endpoint, more with an Elastic Fabric Adapter. Where they run out, jobs fail, apps do not start and endpoints do not scale.",
  severity: "low",
  setting: "subnets",
  alsoReads: ["instanceCount"],
  facts: ["subnets"],
  byDefault: "advisory",
  sameCheck: {},
  fix: {
    sentence:
      "Name larger or further subnets, or free addresses in those that it has: what is free counts IPv4 addresses now, those of all its subnets together. IPv6 addresses do not help.",
    commands: `aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=subnet-… \\
  --query 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType,Description]' --output table`,
  },
  check(subnets, { as, settings }, { kind, network, networkInterfaces }) {
    const count = settings.instanceCount;
    if (subnets.status === "set" && networkInterfaces.length > 0) {
      return compliant(subnets.field, subnets.value, "It has its interface, and with that its address.");
    }
    if (count?.status === "unread") return unknown(count.field, count.reason);
    const instances = (count === undefined ? null : heldBy(count)) ?? 1;
    const needed = NEEDED[as ?? kind.id] ?? FOR_AN_INSTANCE * instances;
    const expected = `${needed} free IPv4 address${needed === 1 ? "" : "es"}`;
    const right = `The subnets have at least ${expected}.`;
    return judgeTogether(subnets, { noun: "subnet", expected, right }, (ids) => {
      const { free, told, unread } = freeAddresses(ids, network);
      if (free >= needed) return { status: "compliant" };
      if (unread.length > 0) return { status: "unknown", reason: unread.join("; ") };
      const message = `${told.join(", ")}: fewer free IPv4 addresses than the ${needed} that it needs.`;
      return { status: "violation", message, causes: ids };
    });
  },
});
