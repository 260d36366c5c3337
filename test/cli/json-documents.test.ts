import * as fc from "fast-check";
import { expect, test } from "vitest";
import { positionOf, splitJson } from "../../cli/assess/json-documents.ts";
import { parseDocuments } from "../../cli/assess/read-documents.ts";

const spaces = fc.constantFrom("", " ", "\n", "\r\n\t");
/** Two numbers side by side are one, so documents are objects and lists, as they are in files. */
const documents = fc.array(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())));
const indent = fc.constantFrom(0, 2, "\t");

test("documents one after the other are found again, however they are written", () => {
  fc.assert(
    fc.property(documents, spaces, indent, (values, space, indentation) => {
      const text = values.map((value) => `${space}${JSON.stringify(value, null, indentation)}${space}`).join("");

      const { spans, fault } = splitJson(text);

      expect(fault).toBeNull();
      expect(spans.map(({ start, end }) => JSON.parse(text.slice(start, end)))).toEqual(
        values.map((value) => JSON.parse(JSON.stringify(value))),
      );
    }),
  );
});

test("there is a fault exactly where JSON.parse has one", () => {
  const scraps = fc.array(
    fc.constantFrom(
      ...'{}[]:,"\\',
      "true",
      "nul",
      "-1.5e3",
      "01",
      '"a"',
      '"\\u00g1"',
      '"\\n"',
      " ",
      "\n",
      "\u0000",
      "\u00a0",
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(scraps, (parts) => {
      const text = `[${parts.join("")}]`;
      const { spans, fault } = splitJson(text);

      expect(fault === null && spans.length === 1).toBe(isJson(text));
    }),
    { numRuns: 5_000 },
  );
});

test("nothing that a file may hold makes reading it throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), fc.nat(), (text, cut) => {
      const { documents: found, faults } = parseDocuments(text.slice(0, cut));

      expect(found.length + faults.length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  ['{"a" 1}', "line 1, column 6", "a colon was expected"],
  ['{\n  "a": tru\n}', "line 2, column 8", "a value was expected"],
  ["[1 2]", "line 1, column 4", "a comma or the closing bracket was expected"],
  ["[1,]", "line 1, column 4", "a value was expected"],
  ["{1:2}", "line 1, column 2", "a name in double quotes or } was expected"],
  ["[1}", "line 1, column 3", "a comma or the closing bracket was expected"],
  ["}", "line 1, column 1", "a value was expected"],
  ['["a', "line 1, column 4", "the text breaks off"],
  ['["a\n"]', "line 1, column 2", "a value or ] was expected"],
  ["[[1]", "line 1, column 5", "the text breaks off"],
])("%j: %s, %s", (text, position, what) => {
  const { fault } = splitJson(text);

  expect(fault?.what).toBe(what);
  expect(positionOf(text, fault?.offset ?? -1)).toBe(position);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
