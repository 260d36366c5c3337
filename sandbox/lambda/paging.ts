import { AwsError } from "../contract.ts";

const PAGE = 50;

/** One page of a list; markers are positions. Throws an AwsError (InvalidParameterValueException). */
export function page<Item>(
  all: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: Item[]; NextMarker: string | undefined } {
  const from = Marker === undefined ? 0 : Number(Marker);
  if (!Number.isInteger(from) || from < 0) throw invalid("Invalid marker");
  const to = from + Math.max(1, MaxItems || PAGE);
  return { items: all.slice(from, to), NextMarker: to < all.length ? String(to) : undefined };
}

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404);
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
