/** How the people of the morning answer questions: from the message, over the service's HTTP API. */
import type { Moment } from "../../shared/notify/message.ts";
import { isObject, stringAt, valuesAt } from "../../shared/sagemaker/document.ts";
import type { LocalAccount } from "../account.ts";
import { linkIn, type Told } from "../story.ts";
import type { Person } from "./people.ts";

export interface Notice {
  /** The question's id. */
  id: string;
  /** Where a person decides. */
  link: string;
}

/** The latest message that asks about this resource; null while there is none. */
export function noticeOf(account: Pick<LocalAccount, "messages">, resource: string): Notice | null {
  for (const { message, attributes } of account.messages().topics.toReversed()) {
    const [headline = ""] = message.split("\n", 1);
    if (!ASKING.includes(attributes.moment?.StringValue ?? "") || !headline.endsWith(` ${resource}`)) continue;
    const link = linkIn(message);
    const id = /\/q\/(q-[a-z0-9]+)/.exec(link ?? "")?.[1];
    if (link !== null && id !== undefined) return { id, link };
  }
  return null;
}

const ASKING: readonly string[] = ["question", "reminder"] satisfies Moment[];

export interface Answer {
  resource: string;
  /** The option's id, or `reject`. */
  option: string;
  reason: string;
}

/** Gives the answer and says what the service made of it. */
export async function giveAnswer(person: Person, { id }: Notice, answer: Answer): Promise<Told> {
  const { body: shown } = await person.api("GET", `/questions/${id}`);
  const option = valuesAt(shown, "question.options[]").find((one) => stringAt(one, "id") === answer.option);
  const digest = stringAt(option, "digest") ?? null;
  const given = { option: answer.option, digest, reason: answer.reason };
  const { status, body } = await person.api("POST", `/questions/${id}/answer`, given);
  const said = isObject(body) ? (stringAt(body, "message") ?? "") : "";
  const what = `${wordOf(answer)}: ${status === 200 ? "taken" : `refused (${status})`}. ${said}`;
  return { at: new Date(), who: person.name, what: what.trim(), link: null };
}

function wordOf({ option, resource, reason }: Answer): string {
  return option === "reject"
    ? `says no about ${resource} (“${reason}”)`
    : `approves “${option}” for ${resource} (“${reason}”)`;
}
