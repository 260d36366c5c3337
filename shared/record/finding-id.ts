/** Names that derive from what a finding is about, so that every trigger arrives at the same ones. */
import { createHash } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** `f-` and 16 letters and digits from the lower-cased ARN and the time of creation (ISO 8601, "" when unknown). */
export function findingId(arn: string, creationTime: string | null): string {
  return `f-${shortHash(`${arn.toLowerCase()}\n${creationTime ?? ""}`, 16)}`;
}

/** The durable execution's name of a round: at most 64 characters of letters, digits, `-` and `_`. */
export function executionName(finding: string, round: number): string {
  return `${finding}-r${round}`;
}

/** The execution that contains a resource again within a live round; one per trigger. */
export function recontainName(finding: string, round: number, triggerId: string): string {
  return `${executionName(finding, round)}-again-${shortHash(triggerId, 12)}`;
}

/** The execution that concludes a finding whose resource ended or was put right; one per trigger. */
export function concludeName(finding: string, triggerId: string): string {
  return `${finding}-end-${shortHash(triggerId, 12)}`;
}

/** The question of a round. */
export function questionId(finding: string, round: number): string {
  return `q-${shortHash(`${finding}/${round}`, 20)}`;
}

function shortHash(text: string, length: number): string {
  const bytes = createHash("sha256").update(text).digest();
  return Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
