import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeWithin, plain, plainLines, truncate } from "../../shared/notify/plain.ts";

it.each([
  ["a\nb\tc\u0000d\u2028e", "a b c d e"],
  ["pay\u202eload\u200b\ufeff\u3164", "payload"],
  ["https://evil.example/x", "https[:]//evil.example/x"],
  ["half \ud83d pair", "half pair"],
  ["  much \u00a0 space  ", "much space"],
])("makes %j one visible line", (given, expected) => {
  expect(plain(given)).toBe(expected);
});

it("shortens with an ellipsis and never cuts a character in two", () => {
  expect(truncate("abcdef", 6)).toBe("abcdef");
  expect(truncate("abcdef", 5)).toBe("abcd…");
  expect(truncate("ab😀😀", 5)).toBe("ab😀…");
});

it("never cuts an escape sequence in two", () => {
  expect(encodeWithin("a<<", 8, (character) => (character === "<" ? "&lt;" : character))).toBe("a&lt;…");
});

it("keeps lines and addresses of texts that the service worded", () => {
  expect(plainLines("Decide here:\n\n\n\nhttps://a.example/q ")).toBe("Decide here:\n\nhttps://a.example/q");
});

it("holds for any text: bounded, one line, no link", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.integer({ min: 1, max: 120 }), (text, max) => {
      const line = plain(text, max);
      expect(line.length).toBeLessThanOrEqual(max);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|:\/\//u);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
