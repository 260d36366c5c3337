/** The switch: one SSM parameter that turns the whole service down, read before every change. */
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { Mode, Policy } from "./policy.ts";

/** `on` leaves the policy's mode as it is. */
export type SwitchPosition = "on" | "report" | "off";

/**
 * Reads the switch. Anything but a readable `on` or `off` counts as `report`: tell somebody and change nothing.
 * `unreadable` is told why it could not be read.
 */
export async function readSwitch(
  client: Pick<SSMClient, "send">,
  parameter: string,
  unreadable: (error: unknown) => void,
): Promise<SwitchPosition> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter }));
    const value = Parameter?.Value?.trim();
    return value === "on" || value === "off" ? value : "report";
  } catch (error) {
    unreadable(error);
    return "report";
  }
}

/** The mode in force: the lower of the policy's and the switch's. */
export function effectiveMode(policy: Policy, position: SwitchPosition): Mode {
  if (policy.mode === "off" || position === "off") return "off";
  return position === "on" ? policy.mode : "report";
}
