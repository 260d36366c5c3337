import { subnetsInTwoZones } from "../../../shared/assess/rules/subnets-in-two-zones.ts";
import { subnet } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const kind = "training-job";
const create = { VpcConfig: { Subnets: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] } };
const one = { VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] } };
const expected = "subnets in at least two Availability Zones";
const field = "VpcConfig.Subnets";

const network = (...zones: object[]) => [
  { Subnets: zones.map((zone, index) => subnet({ SubnetId: `subnet-${index + 1}`, ...zone })) },
];
const a = { AvailabilityZone: "eu-west-1a", AvailabilityZoneId: "euw1-az2" };
const b = { AvailabilityZone: "eu-west-1b", AvailabilityZoneId: "euw1-az1" };

testRule(subnetsInTwoZones, {
  compliant: [
    { name: "two zones", kind, create, network: network(a, b), field, actual: ["subnet-1", "subnet-2"] },
    {
      name: "two zones by their ids",
      ...{ kind, create },
      network: network({ AvailabilityZoneId: "euw1-az1" }, { AvailabilityZoneId: "euw1-az2" }),
    },
    {
      name: "two zones, and a third subnet that was not read",
      ...{ kind, network: network(a, b) },
      create: { VpcConfig: { Subnets: ["subnet-1", "subnet-2", "subnet-9"] } },
    },
  ],
  violation: [
    {
      ...{ name: "two subnets in one", kind, create, network: network(a, a), field, expected },
      actual: ["subnet-1", "subnet-2"],
      message: "subnet-1 and subnet-2 are all in eu-west-1a.",
    },
    {
      ...{ name: "one subnet", kind, create: one, network: network(a), field, expected, actual: ["subnet-1"] },
      message: "subnet-1 is the only subnet, in eu-west-1a.",
    },
    // One subnet is in one zone, whatever EC2 would say.
    {
      ...{ name: "one subnet, not read", kind, create: one, field, expected, actual: ["subnet-1"] },
      message: "subnet-1 is the only subnet, in one Availability Zone.",
    },
    {
      name: "the same subnet twice",
      kind,
      create: { VpcConfig: { Subnets: ["subnet-1", "subnet-1"] } },
      ...{ network: network(a), field, expected, actual: ["subnet-1", "subnet-1"] },
    },
  ],
  notApplicable: [{ name: "no subnet", kind, create: {} }],
  unknown: [
    { name: "nothing was read", kind, create, message: /no answer of DescribeSubnets was given/ },
    { name: "one of two was not read", kind, create, network: network(a), message: /subnet-2/ },
    {
      name: "the zone was not told",
      kind,
      create,
      network: network(a, {}),
      message: /the Availability Zone of subnet-2/,
    },
    { name: "the resource was not read", kind, unread: "DescribeTrainingJob was denied" },
  ],
});
