/** A preflight and the rules judge the same network: neither may praise what the other refuses. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Rule } from "../../shared/assess/rule.ts";
import { studioSecurityGroupPorts } from "../../shared/assess/rules/studio-security-group-ports.ts";
import { subnetsPrivate } from "../../shared/assess/rules/subnets-private.ts";
import { vpcEndpointsPresent } from "../../shared/assess/rules/vpc-endpoints-present.ts";
import { vpcTenancyDefault } from "../../shared/assess/rules/vpc-tenancy-default.ts";
import { ANSWERS } from "../../shared/network/answers.ts";
import { createNetworkFacts, type FactName } from "../../shared/network/facts.ts";
import { preflight } from "../../shared/network/preflight/preflight.ts";
import { ACCOUNT } from "../network/answers.ts";
import { type Answers, anyNetwork } from "./network-of-any.ts";
import { judge } from "./rules/judging.ts";
import { DOMAIN, JOB } from "./rules/vpc.ts";

const PLACE = { subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-1"], account: ACCOUNT, region: "eu-west-1" };

function documents(answers: Answers): object[] {
  return Object.entries(answers).map(([name, items]) => ({ [ANSWERS[name as FactName].member]: items }));
}

test.each<[string, typeof DOMAIN | typeof JOB, Rule[]]>([
  ["a domain", DOMAIN, [subnetsPrivate, studioSecurityGroupPorts, vpcTenancyDefault]],
  ["a job", JOB, [vpcTenancyDefault]],
])("%s", (_what, resource, rules) => {
  fc.assert(
    fc.property(anyNetwork, (answers) => {
      const network = documents(answers);
      const { works, problems } = preflight({ ...PLACE, kind: resource.kind }, createNetworkFacts(network));
      const statusBy = (rule: Rule) => judge(rule, { ...resource, name: rule.id, network }).status;
      const lacksEndpoints = problems.some((one) => one.includes("lacks the VPC endpoints"));

      expect(statusBy(vpcEndpointsPresent) === "violation").toBe(lacksEndpoints);
      if (works === "yes") expect(rules.map(statusBy)).not.toContain("violation");
    }),
  );
});
