/** `sagefence approve` and `sagefence reject`. */
import type { PublicQuestion } from "../shared/approve/http-api.ts";
import type { QuestionOption } from "../shared/record/ledger.ts";
import { REJECT } from "../shared/record/questions.ts";
import { type Api, checkedId, connect } from "./api.ts";
import { optionLines, questionLines, titleOf } from "./describe-question.ts";
import { CommandError, EXIT, type ExitCode, type Io } from "./io.ts";
import { nearest } from "./nearest.ts";
import { harmless, painter } from "./style.ts";

interface AnswerOptions {
  api?: string;
  reason?: string;
}

/** Approves what it has just shown: the digest it sends is the one of the option on the screen. */
export async function runApprove(
  id: string,
  optionId: string,
  { yes, reason, ...connection }: AnswerOptions & { yes: boolean },
  io: Io,
): Promise<ExitCode> {
  const api = connect(connection, io);
  const question = await questionOf(api, id);
  const option = optionOf(question, optionId);
  const paint = painter(io);
  io.out(`${[...questionLines(question, paint), "", ...optionLines(option, paint), ""].join("\n")}\n`);
  if (!yes) await confirm(option, question, io);
  const { message, repeated } = await api.answer(question.id, {
    option: option.id,
    digest: option.digest,
    reason: reason ?? null,
  });
  io.out(`${repeated ? "You had approved" : "Approved:"} ${harmless(option.title)}. ${harmless(message)}\n`);
  return EXIT.fine;
}

export async function runReject(id: string, { reason, ...connection }: AnswerOptions, io: Io): Promise<ExitCode> {
  const api = connect(connection, io);
  const question = await questionOf(api, id);
  const { message } = await api.answer(question.id, { option: REJECT, digest: null, reason: reason ?? null });
  io.out(`Rejected: nothing more is done to ${titleOf(question.resource)}. ${harmless(message)}\n`);
  return EXIT.fine;
}

async function questionOf(api: Api, given: string): Promise<PublicQuestion> {
  const { id, type } = checkedId(given);
  if (type === "question") return api.question(id);
  const { question } = await api.finding(id);
  if (question === null) throw new CommandError(`nobody is asked about ${id}, so there is nothing to answer`);
  return question;
}

function optionOf({ options }: PublicQuestion, id: string): QuestionOption {
  const option = options.find((each) => each.id === id);
  if (option !== undefined) return option;
  const ids = options.map((each) => each.id);
  const suggestion = nearest(id, ids);
  const hint = suggestion === null ? "" : `; did you mean ${harmless(suggestion)}?`;
  throw new CommandError(`the question has no option "${id}" (it has ${harmless(ids.join(", "))})${hint}`);
}

async function confirm(option: QuestionOption, { resource }: PublicQuestion, io: Io): Promise<void> {
  const said = await io.ask(`Approve ${harmless(option.id)} for ${titleOf(resource)}? [y/N] `);
  if (said === null) throw new CommandError("nothing was approved: there is no terminal to ask on; --yes goes without");
  if (!/^y(es)?$/i.test(said.trim())) throw new CommandError("nothing was approved");
}
