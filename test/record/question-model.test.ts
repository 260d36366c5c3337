/** The question as a state machine: whatever is called in whatever order, a question that left `pending` stays where it is. */
import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Decision, Ledger, QuestionStatus } from "../../shared/record/ledger.ts";
import { type LocalTable, startTable } from "./local-table.ts";
import { DIGEST, decisionOf, ONCALL, questionOf, STOP_DIGEST } from "./samples.ts";

let local: LocalTable;
let ledger: Ledger;

beforeAll(async () => {
  local = await startTable();
  ledger = createLedger(local);
});

afterAll(() => local.stop());

interface Model {
  asked: boolean;
  status: QuestionStatus;
  decision: Decision | null;
}

interface Real {
  id: string;
}

type Command = fc.AsyncCommand<Model, Real>;

const EXPIRES = Date.parse(questionOf().expiresAt);

async function assertSame(model: Model, { id }: Real): Promise<void> {
  const stored = await ledger.getQuestion(id);
  const { status, decision } = model;
  if (stored?.status === status && JSON.stringify(stored.decision) === JSON.stringify(decision)) return;
  throw new Error(`expected ${status} ${JSON.stringify(decision)}, found ${JSON.stringify(stored)}`);
}

class Ask implements Command {
  check = () => true;
  toString = () => "ask";
  async run(model: Model, real: Real) {
    await ledger.ask(questionOf({ id: real.id, done: [String(Math.random())] }));
    model.asked = true;
    await assertSame(model, real);
  }
}

class Decide implements Command {
  readonly decision: Decision;
  constructor(decision: Decision) {
    this.decision = decision;
  }
  check = (model: Model) => model.asked;
  toString = () => `decide ${JSON.stringify(this.decision)}`;
  async run(model: Model, real: Real) {
    const wins = model.status === "pending" && isValid(this.decision);
    const repeats =
      !wins && isValid({ ...this.decision, at: decisionOf().at }) && isSame(model.decision, this.decision);
    const { result } = await ledger.decide(real.id, this.decision);
    if (wins) {
      model.status = this.decision.option === "reject" ? "rejected" : "approved";
      model.decision = this.decision;
    }
    const expected = wins ? "decided" : repeats ? "repeated" : "refused";
    if (result !== expected) throw new Error(`expected ${expected}, got ${result}`);
    await assertSame(model, real);
  }
}

class Settle implements Command {
  readonly status: "expired" | "void";
  constructor(status: "expired" | "void") {
    this.status = status;
  }
  check = (model: Model) => model.asked;
  toString = () => `settle ${this.status}`;
  async run(model: Model, real: Real) {
    await ledger.settle(real.id, this.status, "2026-11-21T09:00:00.000Z");
    if (model.status === "pending") model.status = this.status;
    await assertSame(model, real);
  }
}

class Attach implements Command {
  check = (model: Model) => model.asked;
  toString = () => "attach";
  async run(model: Model, real: Real) {
    const attached = await ledger.attachCallback(real.id, "callback", "hash");
    if (attached !== (model.status === "pending")) throw new Error(`attached: ${attached} while ${model.status}`);
    await assertSame(model, real);
  }
}

function isValid({ option, digest, at }: Decision): boolean {
  const chosen = { reject: null, "recreate-beside": DIGEST, stop: STOP_DIGEST }[option];
  return Date.parse(at) < EXPIRES && (option === "reject" || (chosen !== undefined && digest === chosen));
}

function isSame(stored: Decision | null, given: Decision): boolean {
  return (
    stored !== null &&
    stored.option === given.option &&
    stored.digest === given.digest &&
    JSON.stringify(stored.by) === JSON.stringify(given.by)
  );
}

const decisions = fc.record({
  option: fc.constantFrom("reject", "recreate-beside", "stop", "delete"),
  by: fc.constantFrom(ONCALL, { ...ONCALL, arn: `${ONCALL.arn}-2` }),
  at: fc.constantFrom("2026-11-21T06:00:00.000Z", "2026-11-21T08:59:59.999Z", "2026-11-21T09:00:00.000Z"),
  digest: fc.constantFrom(null, DIGEST, STOP_DIGEST),
  reason: fc.constant(null),
});

it("there is no path out of approved, rejected, expired or void", async () => {
  let count = 0;
  const commands = fc.commands(
    [
      fc.constant(new Ask()),
      decisions.map((decision) => new Decide(decision)),
      fc.constantFrom(new Settle("expired"), new Settle("void")),
      fc.constant(new Attach()),
    ],
    { maxCommands: 15 },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (list) => {
      count += 1;
      const setup = () => ({
        model: { asked: false, status: "pending", decision: null } as Model,
        real: { id: `q-model-${count}` },
      });
      await fc.asyncModelRun(setup, list);
    }),
    { numRuns: 50 },
  );
});
