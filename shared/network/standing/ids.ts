/** The ids of EC2's things in a document: whatever member holds them, at any depth. */

/** Prefixes of the things that an assessment can depend on. */
const PREFIXES = [
  ...["acl", "aclassoc", "cagw", "eigw", "eni", "fl", "i", "igw", "nat", "pcx", "pl", "rtb", "rtbassoc", "sg"],
  ...["sgr", "subnet", "tgw", "tgw-attach", "vgw", "vpc", "vpcbpa-exclude", "vpce"],
];
const ID = new RegExp(`^(?:${PREFIXES.join("|")})-[0-9a-f]{8,17}$`);
/** Documents nest a few levels; deeper ones are nobody's call. */
const MOST_DEPTH = 20;

/** Distinct ids, in the order in which they stand. */
export function networkIdsIn(document: unknown): string[] {
  const found = new Set<string>();
  collect(document, found, 0);
  return [...found];
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (typeof value === "string" && ID.test(value)) found.add(value);
  if (typeof value !== "object" || value === null || depth > MOST_DEPTH) return;
  for (const inner of Object.values(value)) collect(inner, found, depth + 1);
}
