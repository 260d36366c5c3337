/** What those see of a VPC whose owner shares its subnets with them. */
import type { FactCollection } from "../facts.ts";

/**
 * Gateways that routes of another account's VPC name and that EC2 did not tell, each with the reason.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
 */
export function unseenOfOwners(collected: FactCollection, account: string | null): [id: string, reason: string][] {
  if (account === null) return [];
  const seen = new Set([
    ...collected.items("natGateways").map(({ NatGatewayId }) => NatGatewayId),
    ...collected.items("egressOnlyInternetGateways").map((gateway) => gateway.EgressOnlyInternetGatewayId),
  ]);
  const foreign = collected.items("routeTables").filter(({ OwnerId }) => OwnerId !== undefined && OwnerId !== account);
  return foreign.flatMap(({ OwnerId, VpcId, Routes }) =>
    Routes.flatMap(({ NatGatewayId, EgressOnlyInternetGatewayId }) => NatGatewayId ?? EgressOnlyInternetGatewayId ?? [])
      .filter((id) => !seen.has(id))
      .map((id): [string, string] => [
        id,
        `${id} is in ${VpcId}, which ${OwnerId} owns and shares without showing its gateways`,
      ]),
  );
}
