/** Network ACLs: their entries, and the subnets that they stand before. */
import type {
  CreateNetworkAclEntryRequest,
  CreateNetworkAclRequest,
  DeleteNetworkAclEntryRequest,
  NetworkAcl,
  NetworkAclEntry,
  ReplaceNetworkAclAssociationRequest,
  Vpc,
} from "@aws-sdk/client-ec2";
import { parseCidr } from "../../shared/network/cidr.ts";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { invalidValue, missingParameter, present, refused } from "./refusals.ts";
import { tagsFor } from "./tags.ts";

export function networkAclOperations(network: Network): Record<string, OperationHandler> {
  return {
    CreateNetworkAcl: operation((input: CreateNetworkAclRequest) => {
      const acl = newAcl(network, network.get("Vpcs", input.VpcId), { isDefault: false });
      acl.Tags = tagsFor("network-acl", input.TagSpecifications);
      return { NetworkAcl: structuredClone(acl), ClientToken: input.ClientToken };
    }),
    CreateNetworkAclEntry: operation((input: CreateNetworkAclEntryRequest) => {
      const acl = network.get("NetworkAcls", input.NetworkAclId);
      if (findEntry(acl, input) !== undefined) {
        const message = `The network acl entry identified by ${input.RuleNumber} already exists.`;
        throw refused("NetworkAclEntryAlreadyExists", message);
      }
      acl.Entries = inOrder([...(acl.Entries ?? []), entryFrom(input)]);
      return {};
    }),
    DeleteNetworkAclEntry: operation((input: DeleteNetworkAclEntryRequest) => {
      const acl = network.get("NetworkAcls", input.NetworkAclId);
      const entry = entryOf(acl, input);
      acl.Entries = acl.Entries?.filter((one) => one !== entry);
      return {};
    }),
    ReplaceNetworkAclAssociation: operation((input: ReplaceNetworkAclAssociationRequest) => replace(network, input)),
    ReplaceNetworkAclEntry: operation((input: CreateNetworkAclEntryRequest) => {
      const acl = network.get("NetworkAcls", input.NetworkAclId);
      const old = entryOf(acl, input);
      acl.Entries = acl.Entries?.map((one) => (one === old ? entryFrom(input) : one));
      return {};
    }),
  };
}

const LAST_RULE = 32_767;

/**
 * A VPC's own ACL lets everything through; one that somebody makes, nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
export function newAcl(network: Network, vpc: Vpc, { isDefault }: { isDefault: boolean }): NetworkAcl {
  const acl: NetworkAcl = {
    NetworkAclId: network.newId("acl"),
    VpcId: vpc.VpcId,
    OwnerId: network.accountId,
    IsDefault: isDefault,
    Associations: [],
    Entries: firstEntries(vpc, { isOpen: isDefault }),
    Tags: [],
  };
  network.lists.NetworkAcls.push(acl);
  return acl;
}

/** Over IPv6 only where the VPC has such addresses. */
export function firstEntries({ Ipv6CidrBlockAssociationSet: ipv6 = [] }: Vpc, { isOpen }: { isOpen: boolean }) {
  const blocks = [{ CidrBlock: "0.0.0.0/0" }, ...(ipv6.length > 0 ? [{ Ipv6CidrBlock: "::/0" }] : [])];
  return [true, false].flatMap((Egress): NetworkAclEntry[] => {
    const entries = (RuleAction: "allow" | "deny", first: number) =>
      blocks.map((block, index) => ({ ...block, Protocol: "-1", Egress, RuleAction, RuleNumber: first + index }));
    return [...(isOpen ? entries("allow", 100) : []), ...entries("deny", LAST_RULE)];
  });
}

function replace(network: Network, { AssociationId, NetworkAclId }: ReplaceNetworkAclAssociationRequest): object {
  const acl = network.get("NetworkAcls", NetworkAclId);
  const isThis = (one: { NetworkAclAssociationId?: string | undefined }) =>
    one.NetworkAclAssociationId === AssociationId;
  const old = network.lists.NetworkAcls.find(({ Associations }) => Associations?.some(isThis));
  const message = `The association ID '${AssociationId}' does not exist`;
  const association = present(old?.Associations?.find(isThis), "InvalidAssociationID.NotFound", message);
  network.checkSameVpc(`network acl ${NetworkAclId} and subnet ${association.SubnetId}`, acl.VpcId, old?.VpcId);
  if (old !== undefined) old.Associations = old.Associations?.filter((one) => one !== association);
  const NetworkAclAssociationId = network.newId("aclassoc");
  const made = { NetworkAclAssociationId, NetworkAclId, SubnetId: association.SubnetId };
  acl.Associations = [...(acl.Associations ?? []), made];
  return { NewAssociationId: NetworkAclAssociationId };
}

type EntryInput = Pick<CreateNetworkAclEntryRequest, "RuleNumber" | "Egress">;

function findEntry({ Entries = [] }: NetworkAcl, { RuleNumber, Egress }: EntryInput): NetworkAclEntry | undefined {
  return Entries.find((entry) => entry.RuleNumber === RuleNumber && entry.Egress === Egress);
}

function entryOf(acl: NetworkAcl, input: EntryInput): NetworkAclEntry {
  const where = `${input.Egress === true ? "egress" : "ingress"} rule ${input.RuleNumber} of ${acl.NetworkAclId}`;
  return present(findEntry(acl, input), "InvalidNetworkAclEntry.NotFound", `The ${where} does not exist`);
}

function entryFrom(input: CreateNetworkAclEntryRequest): NetworkAclEntry {
  const { RuleNumber = 0, Protocol, RuleAction, Egress, CidrBlock, Ipv6CidrBlock, IcmpTypeCode, PortRange } = input;
  if (RuleNumber < 1 || RuleNumber >= LAST_RULE) {
    throw invalidValue(
      `Value (${RuleNumber}) for parameter ruleNumber is invalid. The rule number must be 1 to 32766.`,
    );
  }
  const block = CidrBlock ?? Ipv6CidrBlock;
  if (block === undefined) throw missingParameter("cidrBlock");
  if (parseCidr(block) === undefined) {
    throw invalidValue(`Value (${block}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  }
  const told = { RuleNumber, Protocol, RuleAction, Egress, CidrBlock, Ipv6CidrBlock, IcmpTypeCode, PortRange };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

function inOrder(entries: NetworkAclEntry[]): NetworkAclEntry[] {
  const direction = ({ Egress }: NetworkAclEntry) => (Egress === true ? 0 : 1);
  return entries.sort((a, b) => direction(a) - direction(b) || (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0));
}
