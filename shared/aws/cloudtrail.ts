/** CloudTrail's event history: the management events of the last 90 days, without a trail of one's own. */
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { checkInputs } from "./checked-inputs.ts";

export interface EventHistory {
  /**
   * Records of one call within a span of time, latest first, as they stand in trails; at most `MAX_PAGES` pages of 50.
   * Throws what the SDK throws: two look-ups a second are allowed in an account and Region.
   * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
   */
  lookUp(eventName: string, from: Date, until: Date): AsyncGenerator<unknown>;
}

const MAX_PAGES = 10;

let shared: EventHistory | undefined;

export function eventHistory(): EventHistory {
  shared ??= createEventHistory(
    new CloudTrailClient({
      maxAttempts: 5,
      retryMode: "adaptive",
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
    }),
  );
  return shared;
}

export function createEventHistory(client: CloudTrailClient): EventHistory {
  checkInputs(client);
  return {
    async *lookUp(eventName, from, until) {
      let token: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await client.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: eventName }],
            StartTime: from,
            EndTime: until,
            MaxResults: 50,
            ...(token !== undefined && { NextToken: token }),
          }),
        );
        for (const { CloudTrailEvent: text } of answer.Events ?? []) yield parsed(text);
        token = answer.NextToken;
        if (token === undefined) return;
      }
    },
  };
}

/** Null for what is no JSON. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
