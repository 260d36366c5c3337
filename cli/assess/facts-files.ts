/** Reading `--facts` files: Describe answers of SageMaker and EC2. */
import { createNetworkFacts, type NetworkFacts } from "../../shared/network/facts.ts";
import type { Io } from "../io.ts";
import { createFacts, type Facts } from "./facts.ts";
import type { Faults } from "./faults.ts";
import { readItems, shown } from "./read-items.ts";
import type { Description } from "./recognise.ts";

export interface GivenFacts {
  facts: Facts;
  network: NetworkFacts;
}

/** Who else uses a group is not in any answer of EC2. */
const NOT_OF_EC2 = {
  groupUses: "who else uses a security group is known to `sagefence scan` and to the service's sweep",
};

export async function readFacts(paths: readonly string[], faults: Faults, io: Io): Promise<GivenFacts> {
  const descriptions: Description[] = [];
  const answers: { at: string; answer: unknown }[] = [];
  for (const path of paths) {
    for (const item of await readItems(path, faults, io)) {
      if (item.type === "description") descriptions.push(item.description);
      else if (item.type === "network") answers.push({ at: shown(path, item), answer: item.answer });
      else if (item.type !== "foreign")
        faults.add(`${shown(path, item)}: --facts takes Describe answers, and this is none`);
    }
  }
  const given = answers.map(({ answer }) => answer);
  const network = createNetworkFacts(given, { kinds: NOT_OF_EC2 });
  const places = answers.map(({ at }) => at);
  for (const problem of network.unusable) faults.add(withPlace(problem, places));
  return { facts: createFacts(descriptions), network };
}

/** `answer 3: Subnets is not a list` → `vpc.json: Subnets is not a list`. */
function withPlace(problem: string, places: readonly string[]): string {
  return problem.replace(/^answer (\d+)/, (whole, position) => places[Number(position) - 1] ?? whole);
}
