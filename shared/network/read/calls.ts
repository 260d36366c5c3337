/** Calls of EC2: a few at a time, every page of an answer. */
import { isObject, member } from "../../sagemaker/document.ts";

/** Calls of EC2 that a reader makes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
export const READ_OPERATIONS = [
  "DescribeEgressOnlyInternetGateways",
  "DescribeFlowLogs",
  "DescribeInternetGateways",
  "DescribeManagedPrefixLists",
  "DescribeNatGateways",
  "DescribeNetworkAcls",
  "DescribeNetworkInterfaces",
  "DescribeRouteTables",
  "DescribeSecurityGroups",
  "DescribeSubnets",
  "DescribeVpcAttribute",
  "DescribeVpcBlockPublicAccessExclusions",
  "DescribeVpcBlockPublicAccessOptions",
  "DescribeVpcEndpoints",
  "DescribeVpcs",
  "GetManagedPrefixListEntries",
] as const;
export type ReadOperation = (typeof READ_OPERATIONS)[number];

/** What a role needs for all of them; EC2 takes no resources in policies on them, so `Resource` is `*`. */
export const READ_NETWORK_PERMISSIONS = READ_OPERATIONS.map((operation) => `ec2:${operation}` as const);

/** Sends one call of EC2. Throws what the SDK throws, and InvalidCallError for an input that does not fit. */
export interface Ec2Api {
  call(operation: ReadOperation, input: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export interface Calls {
  send(operation: ReadOperation, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The items of all pages. Throws EndlessAnswerError, and what the API throws. */
  pages(operation: ReadOperation, input: Record<string, unknown>, name: string): Promise<unknown[]>;
}

/** There was always one more page. */
export class EndlessAnswerError extends Error {
  override name = "EndlessAnswerError";
}

const AT_A_TIME = 8;
const MOST_PAGES = 1_000;

/** Largest pages that the operations give: EC2 gives calls without a page size fewer tokens before it throttles them. */
const PAGE_SIZES: Partial<Record<ReadOperation, number>> = {
  DescribeEgressOnlyInternetGateways: 255,
  DescribeManagedPrefixLists: 100,
  DescribeRouteTables: 100,
  GetManagedPrefixListEntries: 100,
};

export function createCalls(api: Ec2Api): Calls {
  const inTurn = createTurns(AT_A_TIME);
  const send: Calls["send"] = (operation, input) => inTurn(() => api.call(operation, input));
  return { send, pages: (...call) => allPages(send, ...call) };
}

async function allPages(
  send: Calls["send"],
  operation: ReadOperation,
  input: Record<string, unknown>,
  name: string,
): Promise<unknown[]> {
  const items: unknown[] = [];
  const asked = { ...input, MaxResults: PAGE_SIZES[operation] ?? 1_000 };
  let token: unknown;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await send(operation, isToken(token) ? { ...asked, NextToken: token } : asked);
    const told = member(answer, name);
    if (Array.isArray(told)) items.push(...told);
    else if (isObject(told)) items.push(told);
    token = member(answer, "NextToken");
    if (!isToken(token)) return items;
  }
  throw new EndlessAnswerError(`${operation} gave more than ${MOST_PAGES} pages`);
}

function isToken(token: unknown): boolean {
  return typeof token === "string" && token !== "";
}

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets so much work be under way and the rest wait in its order. */
function createTurns(most: number): InTurn {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (underWay < most) underWay += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  };
}
