/** The network interfaces that SageMaker puts into a customer's subnets for notebook instances. */
import type { Subnet } from "@aws-sdk/client-ec2";
import { type Address, formatCidr, parseAddress, parseCidr } from "../../shared/network/cidr.ts";
import { isObject, stringAt, valuesAt } from "../../shared/sagemaker/document.ts";
import type { Happening } from "../contract.ts";
import type { Network } from "./network.ts";
import { refreshRoutes } from "./routes.ts";

/** A subnet's first addresses are AWS's own. */
const FIRST_FREE = 4n;

/**
 * Follows what happens to notebook instances: one in a subnet of the network has an interface there, under the id that
 * its description tells, until it is gone.
 */
export function followNotebooks(
  network: Network,
  notebook: (name: string) => { description: object } | undefined,
): (happening: Happening) => void {
  const interfaces = new Map<string, string>();
  return ({ type, detail }) => {
    if (type !== "state" || detail.kind !== "notebook-instance") return;
    const arn = String(detail.arn);
    const known = interfaces.get(arn);
    if (detail.state === "gone" && known !== undefined) {
      interfaces.delete(arn);
      removeInterface(network, known);
    }
    if (detail.state === "gone" || known !== undefined) return;
    const id = addInterface(network, notebook(String(detail.name))?.description);
    if (id !== undefined) interfaces.set(arn, id);
  };
}

function addInterface(network: Network, description: unknown): string | undefined {
  const id = stringAt(description, "NetworkInterfaceId");
  const subnet = network.find("Subnets", stringAt(description, "SubnetId"));
  if (!isObject(description) || id === undefined || subnet === undefined) return undefined;
  const groups = valuesAt(description, "SecurityGroups[]").map(String);
  const name = `SageMaker Notebook Instance ${stringAt(description, "NotebookInstanceName")}`;
  network.lists.NetworkInterfaces.push({
    NetworkInterfaceId: id,
    InterfaceType: "interface",
    RequesterManaged: true,
    Description: `[Do not delete] Network Interface created to access resources in your VPC for ${name}`,
    Status: "in-use",
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    OwnerId: network.accountId,
    Attachment: { Status: "attached", InstanceOwnerId: "amazon-aws", DeleteOnTermination: false, DeviceIndex: 1 },
    Groups: groups.map((GroupId) => ({ GroupId, GroupName: network.find("SecurityGroups", GroupId)?.GroupName })),
    Ipv6Addresses: [],
    PrivateIpAddress: freeAddress(network, subnet),
    SourceDestCheck: true,
    TagSet: [],
  });
  countAddresses(subnet, -1);
  return id;
}

function removeInterface(network: Network, id: string): void {
  const subnet = network.find("Subnets", network.find("NetworkInterfaces", id)?.SubnetId);
  network.remove("NetworkInterfaces", id);
  refreshRoutes(network, id);
  if (subnet !== undefined) countAddresses(subnet, 1);
}

function countAddresses(subnet: Subnet, change: number): void {
  subnet.AvailableIpAddressCount = (subnet.AvailableIpAddressCount ?? 0) + change;
}

function freeAddress(network: Network, { SubnetId, CidrBlock = "" }: Subnet): string | undefined {
  const range = parseCidr(CidrBlock);
  if (range === undefined) return undefined;
  const inSubnet = network.lists.NetworkInterfaces.filter((one) => one.SubnetId === SubnetId);
  const taken = new Set(inSubnet.map((one) => parseAddress(one.PrivateIpAddress ?? "")?.value));
  let value = range.first + FIRST_FREE;
  while (taken.has(value)) value += 1n;
  return textOf({ family: range.family, value });
}

function textOf({ family, value }: Address): string {
  return formatCidr({ family, first: value, length: family === "ipv4" ? 32 : 128 }).replace(/\/\d+$/, "");
}
