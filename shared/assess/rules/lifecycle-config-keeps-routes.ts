import { networkCommands } from "../network-commands.ts";
import { compliant, defineRule, notApplicable, unknown, violation } from "../rule.ts";
import { scriptText } from "../script-text.ts";

export const lifecycleConfigKeepsRoutes = defineRule({
  id: "lifecycle-config-keeps-routes",
  title: "Notebook lifecycle scripts leave the network as it is",
  why: "Lifecycle scripts run as root at every start, whatever RootAccess says: one that changes routes, interfaces or resolvers sends traffic past the VPC's controls, and no setting of the notebook shows it.",
  severity: "medium",
  setting: "lifecycleScript",
  byDefault: "advisory",
  sameCheck: {},
  fix: {
    sentence:
      "Take these commands out of the script. The known good reason for one is the route to on-premises networks through the VPC, which a notebook with direct internet access needs again after each restart: exempt that, or set DirectInternetAccess to Disabled, which needs no such route.",
    set: { lifecycleScript: "…" },
  },
  check(script) {
    if (script.status === "unread") return unknown(script.field, script.reason);
    if (script.status === "unset" || script.value === "") return notApplicable("There is no script.");
    const text = scriptText(script.value);
    if (text === null) return unknown(script.field, "the script is not the base64 of a text");
    const found = networkCommands(text);
    if (found.length === 0) return compliant(script.field, [], "No command in the script changes the network.");
    const expected = "no command that changes routes, network interfaces or resolvers";
    const message = `The script changes the notebook's network (${found.join(", ")}), as root and at each run.`;
    return violation(script.field, found, expected, message);
  },
});
