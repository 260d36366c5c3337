import type {
  CreateFlowLogsRequest,
  DeleteFlowLogsRequest,
  FlowLog,
  FlowLogsResourceType,
  UnsuccessfulItem,
} from "@aws-sdk/client-ec2";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { ListName, Network } from "./network.ts";
import { invalidValue } from "./refusals.ts";
import { tagsFor } from "./tags.ts";

/** The resources that this account knows of those that flow logs can be of. */
const RESOURCES_OF: Partial<Record<FlowLogsResourceType, ListName>> = {
  NetworkInterface: "NetworkInterfaces",
  Subnet: "Subnets",
  VPC: "Vpcs",
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export function flowLogOperations(network: Network): Record<string, OperationHandler> {
  return {
    CreateFlowLogs: operation((input: CreateFlowLogsRequest) => {
      const list = RESOURCES_OF[input.ResourceType ?? "VPC"];
      if (list === undefined)
        throw invalidValue(`Value (${input.ResourceType}) for parameter resourceType is invalid.`);
      for (const id of input.ResourceIds ?? []) network.get(list, id);
      const made = (input.ResourceIds ?? []).map((id) => flowLogOf(network, input, id));
      const isTaken = (log: FlowLog) => network.lists.FlowLogs.some((one) => isSame(one, log));
      const Unsuccessful = made.filter(isTaken).map((log) => alreadyThere(log.ResourceId));
      const created = made.filter((log) => !isTaken(log));
      network.lists.FlowLogs.push(...created);
      return { ClientToken: input.ClientToken, FlowLogIds: created.map(({ FlowLogId }) => FlowLogId), Unsuccessful };
    }),
    DeleteFlowLogs: operation((input: DeleteFlowLogsRequest) => {
      for (const id of input.FlowLogIds ?? []) network.get("FlowLogs", id);
      for (const id of input.FlowLogIds ?? []) network.remove("FlowLogs", id);
      return { Unsuccessful: [] };
    }),
  };
}

function flowLogOf(network: Network, input: CreateFlowLogsRequest, resourceId: string): FlowLog {
  const { LogDestinationType = "cloud-watch-logs", LogGroupName, LogDestination } = input;
  return {
    FlowLogId: network.newId("fl"),
    FlowLogStatus: "ACTIVE",
    ResourceId: resourceId,
    TrafficType: input.TrafficType ?? "ALL",
    LogDestinationType,
    CreationTime: network.now(),
    MaxAggregationInterval: input.MaxAggregationInterval ?? 600,
    DeliverLogsStatus: "SUCCESS",
    Tags: tagsFor("vpc-flow-log", input.TagSpecifications),
    ...(LogGroupName === undefined ? {} : { LogGroupName }),
    ...(LogDestination === undefined ? {} : { LogDestination }),
    ...(input.DeliverLogsPermissionArn === undefined
      ? {}
      : { DeliverLogsPermissionArn: input.DeliverLogsPermissionArn }),
  };
}

function isSame(left: FlowLog, right: FlowLog): boolean {
  const names = ["ResourceId", "TrafficType", "LogDestinationType", "LogGroupName", "LogDestination"] as const;
  return names.every((name) => left[name] === right[name]);
}

function alreadyThere(resourceId: string | undefined): UnsuccessfulItem {
  const Message = "Error. There is an existing Flow Log with the same configuration and log destination.";
  return { ResourceId: resourceId, Error: { Code: "FlowLogAlreadyExists", Message } };
}
