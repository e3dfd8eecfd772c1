import { describe, expect, test } from "vitest";
import { wrap, wrapText } from "../../../src/cli/render/wrap.ts";

describe("wrapping", () => {
  test("breaks between pieces, never within, and indents every line", () => {
    expect(wrap(["aa bb", "cc", "dddd"], "  ", "  ", 12)).toBe("  aa bb  cc\n  dddd");
    expect(wrap(["longer than it all"], " ", "", 5)).toBe("longer than it all");
  });

  test("fills a line to the last column", () => {
    expect(wrapText("one two three", "", 7)).toBe("one two\nthree");
    expect(wrapText("one two three", "", 6)).toBe("one\ntwo\nthree");
  });

  test("leaves text alone without a terminal", () => {
    expect(wrapText("word ".repeat(100).trim(), "", undefined)).not.toContain("\n");
  });
});
