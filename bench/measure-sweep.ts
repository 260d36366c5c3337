/**
 * Works at one sweep in a process of its own, and prints where it stands after each batch, as lines of JSON. Arguments: the
 * endpoint of the ledger's table, its name, and the time at the beginning.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createCallCounter } from "../shared/aws/call-counter.ts";
import { documentClient } from "../shared/aws/dynamodb.ts";
import { ec2 } from "../shared/aws/ec2.ts";
import { sageMaker } from "../shared/aws/sagemaker.ts";
import { resolvePolicy } from "../shared/decide/resolve-policy.ts";
import { createNetworkReader } from "../shared/network/read/reader.ts";
import { createLedger } from "../shared/record/dynamo-ledger.ts";
import { createNetworkIndex } from "../shared/record/network-index.ts";
import { createSweepStore, type SweepState } from "../shared/record/sweeps.ts";
import { RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import { groupUsesIn } from "../shared/sweep/group-uses.ts";
import type { SurveyService } from "../shared/sweep/survey-service.ts";
import { sweepAccount } from "../shared/sweep/sweep.ts";
import { ACCOUNT, REGION } from "../test/support/reading-account.ts";

/** Where a process stands: `looked` of the whole sweep, everything else of this process. */
export interface SweepProgress {
  looked: number;
  phase: SweepState["phase"];
  ledgerCalls: number;
  started: number;
  messages: string[];
  /** The largest heap so far, and the largest resident size, in bytes. */
  heap: number;
  rss: number;
}

const [endpoint = "", name = "", beginning = ""] = process.argv.slice(2);
const told: SweepProgress = { looked: 0, phase: "survey", ledgerCalls: 0, started: 0, messages: [], heap: 0, rss: 0 };
const offset = Date.parse(beginning) - Date.now();
const now = () => new Date(Date.now() + offset);
const sampler = setInterval(sample, 20);

const LAMBDA_TIMEOUT = 840_000;
const ends = Date.now() + LAMBDA_TIMEOUT;
const by = `process-${process.pid}`;
const service = createService();
while ((await sweepAccount(service, { by, remaining: () => ends - Date.now(), everyHours: 6 })).result === "paused");
clearInterval(sampler);

function createService(): SurveyService {
  const wait = (milliseconds: number) => new Promise<void>((done) => void setTimeout(done, milliseconds));
  const table = { table: name, client: documentClient(countedClient()), now, wait };
  const ledger = createLedger(table);
  const index = createNetworkIndex(table);
  const sweeps = createSweepStore({ ...table, region: REGION });
  const counter = createCallCounter();
  const usesOf = groupUsesIn(index);
  return {
    kinds: RESOURCE_KINDS,
    place: { partition: "aws", region: REGION, account: ACCOUNT },
    sageMaker: counter.counted(sageMaker()),
    network: createNetworkReader({ api: counter.counted(ec2()), now, account: ACCOUNT, usesOf }),
    calls: counter.total,
    ...{ ledger, index, now, wait, note: () => {}, graceSeconds: 0, publish: async () => {} },
    sweeps: { ...sweeps, save: (state, holder) => sweeps.save(state, holder).then(() => tell(state)) },
    currentPolicy: async () => ({ policy: resolvePolicy(null), problem: null }),
    ordinaryWay: {
      getFinding: ledger.getFinding,
      findOpenFindings: ledger.findOpenFindings,
      nameCreator: async () => {},
      wake: async () => {},
      async start() {
        told.started += 1;
        return "started";
      },
    },
    send: async ({ moment }) => void told.messages.push(moment),
  };
}

function countedClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    ...{ endpoint, region: REGION },
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  });
  const count = { step: "initialize", name: "count" } as const;
  client.middlewareStack.add(
    (next) => (args) => {
      told.ledgerCalls += 1;
      return next(args);
    },
    count,
  );
  return client;
}

function sample(): void {
  told.heap = Math.max(told.heap, process.memoryUsage().heapUsed);
  told.rss = process.resourceUsage().maxRSS * 1_024;
}

function tell({ looked, phase }: SweepState): void {
  sample();
  console.log(JSON.stringify({ ...told, looked, phase } satisfies SweepProgress));
}
