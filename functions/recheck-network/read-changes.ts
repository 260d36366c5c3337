/** From the messages of a batch to what changed in the network. */
import { createHash } from "node:crypto";
import { type Creator, readCreator } from "../../shared/detect/creator.ts";
import { ACCOUNT_WIDE } from "../../shared/network/standing/edges.ts";
import { networkIdsIn } from "../../shared/network/standing/ids.ts";
import { isObject, member, stringAt } from "../../shared/sagemaker/document.ts";
import type { NetworkChange } from "../../shared/sweep/recheck.ts";

export interface Changes {
  change: NetworkChange;
  malformed: { messageId: string; problem: string }[];
}

/** Calls that change something of the whole account, which has no id. */
const WITHOUT_ID = new Set(["ModifyVpcBlockPublicAccessOptions"]);

/** All messages together are one change: a burst of calls is one look. The trigger is the same for the same messages. */
export function readChanges(records: readonly { messageId: string; body: string }[]): Changes {
  const calls: (NetworkChange["calls"][number] & { eventId: string; at: string })[] = [];
  const malformed: Changes["malformed"] = [];
  for (const { messageId, body } of records) {
    const read = readMessage(body);
    if ("problem" in read) malformed.push({ messageId, problem: read.problem });
    else calls.push(read);
  }
  const digest = createHash("sha256")
    .update(
      calls
        .map(({ eventId }) => eventId)
        .toSorted()
        .join("\n"),
    )
    .digest("hex");
  return {
    change: {
      trigger: `recheck-${digest.slice(0, 24)}`,
      calls: calls.toSorted((one, other) => one.at.localeCompare(other.at)),
    },
    malformed,
  };
}

type Read = { eventId: string; operation: string; by: Creator; ids: string[]; at: string } | { problem: string };

function readMessage(body: string): Read {
  const event = parsed(body);
  if (!isObject(event)) return { problem: "it is not a JSON object" };
  const detail = member(event, "detail");
  const eventId = stringAt(detail, "eventID");
  const operation = stringAt(detail, "eventName");
  if (eventId === undefined || operation === undefined) return { problem: "it is no CloudTrail event" };
  const told = [member(detail, "requestParameters"), member(detail, "responseElements")];
  const ids = [...networkIdsIn(told), ...(WITHOUT_ID.has(operation) ? [ACCOUNT_WIDE] : [])];
  return {
    eventId,
    operation,
    by: readCreator(member(detail, "userIdentity")),
    ids,
    at: stringAt(detail, "eventTime") ?? "",
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
