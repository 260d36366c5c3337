import { subnetHasAddresses } from "../../../shared/assess/rules/subnet-has-addresses.ts";
import { subnet } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const VpcConfig = { Subnets: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] };
const jobOf = (InstanceCount: unknown) => ({ VpcConfig, ResourceConfig: { InstanceCount } });
const notebook = { SubnetId: "subnet-1" };
const domain = { SubnetIds: ["subnet-1"] };
const kind = "training-job";
const wrong = { field: "VpcConfig.Subnets", actual: VpcConfig.Subnets, causes: VpcConfig.Subnets };

const network = (...free: (number | object)[]) => [
  {
    Subnets: free.map((one, index) =>
      subnet({
        SubnetId: `subnet-${index + 1}`,
        ...(typeof one === "number" ? { AvailableIpAddressCount: one } : one),
      }),
    ),
  },
];

testRule(subnetHasAddresses, {
  compliant: [
    { name: "two for one instance", kind, create: jobOf(1), network: network(2, 0) },
    { name: "two for each instance, over all subnets", kind, create: jobOf(4), network: network(3, 5) },
    {
      name: "two for each instance of all groups",
      kind,
      create: {
        VpcConfig,
        ResourceConfig: { InstanceGroups: [{ InstanceCount: 1 }, { InstanceCount: 2 }] },
      },
      network: network(6, 0),
    },
    { name: "enough in what was read", kind, create: jobOf(1), network: network(9) },
    { name: "one for it", kind: "notebook-instance", create: notebook, network: network(1) },
    {
      name: "none left, because it has one",
      kind: "notebook-instance",
      describe: { ...notebook, NetworkInterfaceId: "eni-1" },
      network: network(0),
    },
    { name: "what a user needs", kind: "domain", create: domain, network: network(4) },
  ],
  violation: [
    {
      ...{ name: "too few for its instances", kind, create: jobOf(3), network: network(3, 2), ...wrong },
      expected: "6 free IPv4 addresses",
      message: "subnet-1 (3), subnet-2 (2): fewer free IPv4 addresses than the 6 that it needs.",
    },
    {
      ...{ name: "too few, its number of instances not set", kind, create: { VpcConfig }, ...wrong },
      network: network(1, 0),
      expected: "2 free IPv4 addresses",
    },
    {
      ...{ name: "IPv6 alone", kind, create: jobOf(1), ...wrong },
      network: network({ Ipv6Native: true, AvailableIpAddressCount: 0 }, 1),
      expected: "2 free IPv4 addresses",
      message: "subnet-1 (IPv6 only), subnet-2 (1): fewer free IPv4 addresses than the 2 that it needs.",
    },
    {
      name: "none left",
      kind: "notebook-instance",
      create: notebook,
      network: network(0),
      ...{ field: "SubnetId", actual: ["subnet-1"], expected: "1 free IPv4 address", causes: ["subnet-1"] },
    },
    {
      name: "too few for one more user",
      kind: "domain",
      create: domain,
      network: network(3),
      ...{ field: "SubnetIds", actual: ["subnet-1"], expected: "4 free IPv4 addresses", causes: ["subnet-1"] },
    },
  ],
  notApplicable: [{ name: "no subnet", kind, create: {} }],
  unknown: [
    { name: "nothing was read", kind, create: jobOf(1), message: /no answer of DescribeSubnets was given/ },
    { name: "too few in what was read", kind, create: jobOf(1), network: network(1), message: /subnet-2/ },
    {
      name: "it was not told",
      kind,
      create: jobOf(1),
      network: network(1, {}),
      message: /how many addresses subnet-2 has/,
    },
    { name: "the resource was not read", kind, unread: "DescribeTrainingJob was denied" },
  ],
});
