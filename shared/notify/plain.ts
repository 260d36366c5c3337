/** Text from outside is data: made harmless and bounded before people read it. */

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
/** Text direction, joiners, tags, variation selectors, fillers, private use, halves of surrogate pairs. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu;

/**
 * One visible line of at most `max` UTF-16 units: control characters become spaces, invisible ones disappear, and
 * addresses stop being links (`https[:]//…`).
 */
export function plain(text: string, max = 200): string {
  return truncate(visible(text).replaceAll("://", "[:]//"), max);
}

/** `plain` for each line, without touching addresses: for texts that the service worded itself. */
export function plainLines(text: string): string {
  return text
    .split("\n")
    .map(visible)
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** At most `max` UTF-16 units, whole characters only, the last one an ellipsis when something was cut. */
export function truncate(text: string, max: number): string {
  return encodeWithin(text, max, (character) => character);
}

/**
 * Encodes character by character and stops before `max` UTF-16 units of encoded text, so that neither a character nor
 * an escape sequence is ever cut in two.
 */
export function encodeWithin(text: string, max: number, encode: (character: string) => string): string {
  let whole = "";
  let shortened = "";
  for (const character of text) {
    whole += encode(character);
    if (whole.length < max) shortened = whole;
    if (whole.length > max) return `${shortened.trimEnd()}…`;
  }
  return whole;
}

function visible(text: string): string {
  const shown = text.normalize("NFC").replaceAll(BREAKS, " ").replaceAll(INVISIBLE, "");
  return shown.replaceAll(/\s+/g, " ").trim();
}
