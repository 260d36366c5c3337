/** Internet, egress-only and NAT gateways. */
import type {
  AttachInternetGatewayRequest,
  CreateEgressOnlyInternetGatewayRequest,
  CreateInternetGatewayRequest,
  CreateNatGatewayRequest,
  DeleteNatGatewayRequest,
  DetachInternetGatewayRequest,
  InternetGateway,
  NatGateway,
} from "@aws-sdk/client-ec2";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { invalidValue, missingParameter, refused } from "./refusals.ts";
import { isAlive, refreshRoutes } from "./routes.ts";
import { tagsFor } from "./tags.ts";

export function gatewayOperations(network: Network): Record<string, OperationHandler> {
  return {
    AttachInternetGateway: operation((input: AttachInternetGatewayRequest) => attach(network, input)),
    CreateEgressOnlyInternetGateway: operation((input: CreateEgressOnlyInternetGatewayRequest) => {
      const { VpcId } = network.get("Vpcs", input.VpcId);
      const EgressOnlyInternetGateway = {
        EgressOnlyInternetGatewayId: network.newId("eigw"),
        Attachments: [{ State: "attached" as const, VpcId }],
        Tags: tagsFor("egress-only-internet-gateway", input.TagSpecifications),
      };
      network.lists.EgressOnlyInternetGateways.push(EgressOnlyInternetGateway);
      return { ClientToken: input.ClientToken, EgressOnlyInternetGateway };
    }),
    CreateInternetGateway: operation((input: CreateInternetGatewayRequest) => {
      const made: InternetGateway = {
        InternetGatewayId: network.newId("igw"),
        Attachments: [],
        OwnerId: network.accountId,
        Tags: tagsFor("internet-gateway", input.TagSpecifications),
      };
      network.lists.InternetGateways.push(made);
      return { InternetGateway: structuredClone(made) };
    }),
    CreateNatGateway: operation((input: CreateNatGatewayRequest) => createNat(network, input)),
    DeleteNatGateway: operation((input: DeleteNatGatewayRequest) => {
      const gateway = network.get("NatGateways", input.NatGatewayId);
      gateway.State = "deleted";
      gateway.DeleteTime = network.now();
      refreshRoutes(network, input.NatGatewayId ?? "");
      return { NatGatewayId: input.NatGatewayId };
    }),
    DetachInternetGateway: operation((input: DetachInternetGatewayRequest) => detach(network, input)),
  };
}

function attach(network: Network, { InternetGatewayId = "", VpcId }: AttachInternetGatewayRequest): object {
  const gateway = network.get("InternetGateways", InternetGatewayId);
  network.get("Vpcs", VpcId);
  const [attached] = gateway.Attachments ?? [];
  if (attached !== undefined) {
    const message = `resource ${InternetGatewayId} is already attached to network ${attached.VpcId}`;
    throw refused("Resource.AlreadyAssociated", message);
  }
  const others = network.lists.InternetGateways.flatMap(({ Attachments }) => Attachments ?? []);
  if (others.some((one) => one.VpcId === VpcId)) {
    throw invalidValue(`Network ${VpcId} already has an internet gateway attached`);
  }
  gateway.Attachments = [{ State: "available" as InternetGatewayState, VpcId }];
  refreshRoutes(network, InternetGatewayId);
  return {};
}

/** EC2 says `available` of internet gateways, which the SDK's type does not have. */
type InternetGatewayState = NonNullable<NonNullable<InternetGateway["Attachments"]>[number]["State"]>;

function detach(network: Network, { InternetGatewayId = "", VpcId }: DetachInternetGatewayRequest): object {
  const gateway = network.get("InternetGateways", InternetGatewayId);
  network.get("Vpcs", VpcId);
  if (gateway.Attachments?.[0]?.VpcId !== VpcId) {
    throw refused("Gateway.NotAttached", `resource ${InternetGatewayId} is not attached to network ${VpcId}`);
  }
  if (
    network.lists.NatGateways.some((nat) => nat.VpcId === VpcId && nat.ConnectivityType === "public" && isAlive(nat))
  ) {
    const reason = "Please unmap those public address(es) before detaching the gateway.";
    throw refused("DependencyViolation", `Network ${VpcId} has some mapped public address(es). ${reason}`);
  }
  gateway.Attachments = [];
  refreshRoutes(network, InternetGatewayId);
  return {};
}

/** Answers `pending`, as EC2 does; the gateway is there at once. */
function createNat(network: Network, input: CreateNatGatewayRequest): object {
  const { ConnectivityType = "public", AllocationId, ClientToken } = input;
  if (input.SubnetId === undefined) throw missingParameter("subnetId");
  const subnet = network.get("Subnets", input.SubnetId);
  if (ConnectivityType === "public" && AllocationId === undefined) throw missingParameter("allocationId");
  const made: NatGateway = {
    NatGatewayId: network.newId("nat"),
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    ConnectivityType,
    State: "available",
    CreateTime: network.now(),
    NatGatewayAddresses: AllocationId === undefined ? [] : [{ AllocationId, IsPrimary: true }],
    Tags: tagsFor("natgateway", input.TagSpecifications),
  };
  network.lists.NatGateways.push(made);
  return { ClientToken, NatGateway: { ...made, State: "pending" } };
}
