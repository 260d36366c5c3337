import { defineRule, judgeValue } from "../rule.ts";

export const ipv4Only = defineRule({
  id: "ipv4-only",
  title: "Notebooks, Studio domains and workforces use IPv4 alone",
  why: "Routes, firewalls and lists of approved addresses are often written for IPv4; a second protocol is a way around them that nobody looks at.",
  severity: "medium",
  setting: "ipAddressType",
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence: "Set IpAddressType to ipv4. A notebook has to be stopped for the change.",
    set: { ipAddressType: "ipv4" },
  },
  check(addressType) {
    return judgeValue(addressType, {
      desired: "ipv4",
      absentMeans: "ipv4",
      absent: "It uses IPv4 alone, because the address type was not set and that means ipv4.",
      right: "It uses IPv4 alone.",
      wrong: "It has addresses of other types than IPv4.",
    });
  },
});
