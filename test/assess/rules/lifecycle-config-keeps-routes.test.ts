import { expect, test } from "vitest";
import { lifecycleConfigKeepsRoutes } from "../../../shared/assess/rules/lifecycle-config-keeps-routes.ts";
import { judge, testRule } from "./judging.ts";

const kind = "notebook-instance-lifecycle-config";

function script(text: string) {
  return [{ Content: Buffer.from(text).toString("base64") }];
}

const TO_ON_PREMISES =
  "#!/bin/bash\n# token=hunter2\nsudo ip route add 10.0.0.0/8 via 10.1.2.1 dev eth2\niptables -F\n";
const EXPECTED = "no command that changes routes, network interfaces or resolvers";

testRule(lifecycleConfigKeepsRoutes, {
  compliant: [
    { name: "installs something", kind, create: { OnStart: script("pip install torch") }, actual: [] },
    { name: "says so in a comment", kind, create: { OnCreate: script("# ip route add default dev eth2") } },
  ],
  violation: [
    {
      name: "at each start",
      kind,
      unit: "OnStart[0]",
      create: { OnCreate: script("date"), OnStart: script(TO_ON_PREMISES) },
      field: "Content",
      actual: ["ip route", "iptables"],
      expected: EXPECTED,
      message: "The script changes the notebook's network (ip route, iptables), as root and at each run.",
    },
    {
      name: "at creation",
      kind,
      describe: { OnCreate: script("echo 'nameserver 8.8.8.8' > /etc/resolv.conf") },
      field: "Content",
      actual: ["resolv.conf"],
      expected: EXPECTED,
    },
    {
      name: "of a notebook",
      kind,
      create: { OnStart: script("ifconfig eth0 down") },
      inheritedFrom: { kind, name: "install-kernels" },
      field: "Content",
      actual: ["ifconfig"],
      expected: EXPECTED,
      message: /The place to fix it is the notebook-instance-lifecycle-config install-kernels\.$/,
    },
  ],
  notApplicable: [
    { name: "no script", kind, create: { OnStart: [{}] } },
    { name: "an empty script", kind, create: { OnStart: [{ Content: "" }] } },
  ],
  unknown: [
    { name: "hidden", kind, create: { OnStart: [{ Content: "HIDDEN_DUE_TO_SECURITY_REASONS" }] } },
    { name: "no text", kind, create: { OnStart: [{ Content: 1 }] } },
    { name: "nothing could be read", kind, unread: "it was denied", message: "Could not assess: it was denied." },
  ],
});

test("no text of the script is told", () => {
  const judgement = judge(lifecycleConfigKeepsRoutes, { name: "", kind, create: { OnStart: script(TO_ON_PREMISES) } });

  expect(JSON.stringify(judgement)).not.toMatch(/hunter2|10\.|eth2/);
});
