/** Scripts as the SageMaker API holds them. */

/** Characters that the API takes. */
const LONGEST = 16_384;

/** The text of a script that the API holds as base64; null for what is none, as where CloudTrail has hidden it. */
export function scriptText(content: string): string | null {
  const written = content.replaceAll(/\s/g, "");
  if (written.length > LONGEST || !/^[A-Za-z0-9+/]+={0,2}$/.test(written)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(written, "base64"));
  } catch {
    return null;
  }
}
