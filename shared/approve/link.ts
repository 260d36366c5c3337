/** The secret of a question's link: random, sent in messages, stored only as its hash. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

export type RandomBytes = (size: number) => Uint8Array;

/** 32 random bytes as base64url: 43 letters, digits, `-` and `_`. */
export function newLinkSecret(random: RandomBytes = randomBytes): string {
  return Buffer.from(random(32)).toString("base64url");
}

/** SHA-256 (hex) of a secret, as `attachCallback` stores it. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether a secret belongs to one of the links; takes as long whichever it is. */
export function isLinkSecret(secret: string, hashes: readonly string[]): boolean {
  const given = hashSecret(secret);
  return hashes.reduce((found, hash) => sameText(given, hash) || found, false);
}

/** The address of a question's page. `base` is the API's, without a slash at its end. */
export function questionLink(base: string, questionId: string, secret: string): string {
  return `${base}/q/${questionId}?k=${encodeURIComponent(secret)}`;
}

/** Compares in a time that depends on the lengths alone. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
