import { describe, expect, test } from "vitest";
import { curve, type Series } from "../../../src/cli/render/curve.ts";

const plain = (text: string) => text;
const options = { width: 30, height: 5, yLabel: (y: number) => y.toFixed(1), xLabels: [] };
const line = (points: [number, number][], mark = "o"): Series => ({
  ...{ mark, paint: plain },
  points: points.map(([x, y]) => ({ x, y })),
});

describe("curve", () => {
  test("puts each point where it belongs, and a line between", () => {
    const drawn = curve(
      [
        line([
          [0, 0],
          [1, 1],
        ]),
      ],
      {
        ...options,
        xLabels: [
          { x: 0, text: "a" },
          { x: 1, text: "b" },
        ],
      },
    );
    expect(drawn.split("\n")).toEqual([
      "1.0 ┤                    ⢀⣀⠤o",
      "    │              ⢀⣀⠤⠔⠒⠉⠁",
      "0.5 ┤         ⣀⡠⠤⠒⠉⠁",
      "    │   ⣀⡠⠤⠒⠊⠉",
      "0.0 ┤o⠊⠉",
      "    └┬──────────────────────┬",
      "     a                      b",
    ]);
  });

  test.each([20, 40, 80])("stays within %d columns", (width) => {
    const points = Array.from({ length: 11 }, (_, k): [number, number] => [k, Math.sin(k)]);
    const xLabels = points.map(([x]) => ({ x, text: `label ${x}` }));
    for (const text of curve([line(points)], { ...options, width, xLabels }).split("\n")) {
      expect(text.length).toBeLessThanOrEqual(width);
    }
  });

  test("draws a level line, and a single point, in the middle", () => {
    expect(
      curve(
        [
          line([
            [0, 2],
            [1, 2],
          ]),
        ],
        options,
      ).split("\n")[2],
    ).toMatch(/^2\.0 ┤o[\u2801-\u28ff]+o$/);
    expect(curve([line([[3, 2]])], options).split("\n")[2]).toMatch(/^2\.0 ┤ +o$/);
  });

  test("lets the later line win a cell", () => {
    const drawn = curve(
      [
        line(
          [
            [0, 0],
            [1, 1],
          ],
          "a",
        ),
        line(
          [
            [0, 0],
            [1, 0.5],
          ],
          "b",
        ),
      ],
      options,
    );
    expect(drawn.split("\n")[4]).toMatch(/^0\.0 ┤b/);
    expect(drawn).toContain("a");
  });
});
