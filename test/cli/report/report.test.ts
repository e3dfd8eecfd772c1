import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBundled } from "../../../src/cli/data/bundled.ts";
import type { DenseMatrix } from "../../../src/data/matrix.ts";
import { hingeHere, inFolder, listing } from "../run.ts";
import { readReport } from "./page.ts";

const script = '<script>alert("1")</script>';
const image = `"><img src=x onerror='alert(1)'>`;
const hostile = "<b>&amp;.csv";

inFolder({
  [hostile]: `"${image.replaceAll('"', '""')}",b,kind\n${Array.from({ length: 8 }, (_, i) => `${i},${i % 3},"${(i < 4 ? script : "</style>&").replaceAll('"', '""')}"`).join("\n")}\n`,
  "taken.html": "mine",
});

interface Model {
  W: number[][];
  bias: number[];
  classes: (string | number)[];
  certificate: { primal: number; dual: number; message: string };
}

/** Scores worked out here, from the model's file. */
function scores({ W, bias }: Model, x: readonly number[]): number[] {
  return W.map((w, m) => w.reduce((sum, value, j) => sum + value * x[j]!, bias[m]!));
}

async function rowsOf(
  name: string,
): Promise<{ X: number[][]; y: (string | number)[]; names: readonly string[] }> {
  const { X, labels, featureNames } = await loadBundled(name);
  const { data, shape } = X as DenseMatrix;
  return {
    X: Array.from({ length: shape[0] }, (_, i) => Array.from(data.slice(i * shape[1], (i + 1) * shape[1]))),
    y: labels as (string | number)[],
    names: featureNames!,
  };
}

describe("the report of digits", () => {
  let model: Model;
  let page: ReturnType<typeof readReport>;
  let byMargin: { i: number; y: number; rival: number; margin: number }[];
  let data: Awaited<ReturnType<typeof rowsOf>>;

  beforeAll(async () => {
    const args = "train digits:train --test digits:test --C 0.003 --model d.json --report d.html".split(" ");
    const { code, stdout } = await hingeHere(...args);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("Report written: d.html");
    model = JSON.parse(readFileSync("d.json", "utf8"));
    page = readReport(readFileSync("d.html", "utf8"));
    data = await rowsOf("digits:test");
    byMargin = data.X.map((x, i) => {
      const s = scores(model, x);
      const y = model.classes.indexOf(data.y[i]!);
      const others = s.map((score, m) => (m === y ? -Infinity : score));
      const best = Math.max(...others);
      return { i, y, rival: others.indexOf(best), margin: s[y]! - best };
    }).sort((a, b) => a.margin - b.margin);
  });

  test("says the certificate as the model's file has it", () => {
    const { primal, dual, message } = model.certificate;
    const text = page.text("proof");
    expect(text).toContain("✓ Certified No weights whatever can have");
    expect(message.toLowerCase()).toContain(
      /Certified (No weights.*?\.)(?= )/.exec(text)![1]!.toLowerCase().slice(0, 60),
    );
    expect(text).toContain(`This model's is ${Number(primal.toPrecision(6))}.`);
    expect(text).toContain(`can bring it below ${Number(dual.toPrecision(6))}.`);
    const claimed = Number(/up to ([\d.]+) %/.exec(text)![1]) / 100;
    expect(claimed).toBeGreaterThanOrEqual((primal - dual) / primal);
    expect(claimed).toBeLessThan(1.11 * ((primal - dual) / primal));
  });

  test("counts the confusions, and each class's scores", () => {
    const predicted = byMargin.map(({ i, y, rival, margin }) => ({ i, y, taken: margin > 0 ? y : rival }));
    const expected = model.classes.map((label, k) => [
      String(label),
      ...model.classes.map((_, m) => predicted.filter(({ y, taken }) => y === k && taken === m).length),
    ]);
    const shown = page.rows("confusion");
    expect(shown[0]).toEqual(["", ...model.classes.map(String)]);
    expect(shown.slice(1)).toEqual(
      expected.map((row) => row.map((value) => (value === 0 ? "0·" : String(value)))),
    );
    const parts = page.rows("classes").slice(1);
    model.classes.forEach((label, k) => {
      const right = predicted.filter(({ y, taken }) => y === k && taken === k).length;
      const all = predicted.filter(({ y }) => y === k).length;
      const claimed = predicted.filter(({ taken }) => taken === k).length;
      expect(parts[k]).toEqual([
        String(label),
        `${((100 * right) / claimed).toFixed(1)} %`,
        `${((100 * right) / all).toFixed(1)} %`,
        ((2 * right) / (all + claimed)).toFixed(3),
        String(all),
      ]);
    });
  });

  test("shows the samples of the smallest margins, in that order", () => {
    expect(page.pictures("hardest")).toEqual(
      byMargin
        .slice(0, 18)
        .map(
          ({ i, y, rival, margin }) => `Sample ${i}: a ${y}, ${margin < 0 ? "read as" : "nearly"} ${rival}`,
        ),
    );
    const margins = [...page.text("hardest").matchAll(/margin (-?\d+\.\d+)/g)].map(([, value]) => value);
    expect(margins).toEqual(byMargin.slice(0, 18).map(({ margin }) => margin.toFixed(3)));
  });

  test("draws each row of W as a picture, blue where positive, on one scale", () => {
    expect(page.pictures("templates")).toEqual(model.classes.map((label) => `The template of ${label}`));
    const largest = Math.max(...model.W.flat().map(Math.abs));
    const drawings = [...page.section("templates")!.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => {
      const drawn = new Array<number>(64).fill(0);
      for (const [, sign, opacity, d] of svg.matchAll(/class="(\w+)" fill-opacity="([\d.]+)" d="([^"]+)"/g)) {
        for (const [, x, y, run] of d!.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
          for (let k = 0; k < Number(run); k++) {
            drawn[8 * Number(y) + Number(x) + k] = (sign === "plus" ? 1 : -1) * Number(opacity);
          }
        }
      }
      return drawn;
    });
    drawings.forEach((drawn, m) => {
      drawn.forEach((value, j) => {
        // A step of brightness is 1/12.
        expect(Math.abs(value - model.W[m]![j]! / largest)).toBeLessThanOrEqual(1 / 24 + 0.006);
      });
    });
  });

  test("lists the weights of largest magnitude", () => {
    const rows = page.rows("features").filter((row) => row[0] !== "feature");
    expect(rows).toHaveLength(80);
    model.W.forEach((w, m) => {
      const order = w.map((value, j) => ({ value, j })).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
      order.slice(0, 8).forEach(({ value, j }, k) => {
        const [name, , shown, step] = rows[8 * m + k]!;
        expect(name).toBe(data.names[j]);
        expect(Number(shown)).toBeCloseTo(value, 3);
        const mean = data.X.reduce((sum, x) => sum + x[j]!, 0) / data.X.length;
        const spread = Math.sqrt(data.X.reduce((sum, x) => sum + (x[j]! - mean) ** 2, 0) / data.X.length);
        expect(Math.abs(Number(step) / (value * spread) - 1)).toBeLessThan(0.06);
      });
    });
  });

  test("plots primal above dual, and the gap down to the tolerance", () => {
    const section = page.section("convergence")!;
    const points = (name: string) =>
      [...section.matchAll(new RegExp(`class="line ${name}" d="([^"]+)"`, "g"))].map(([, d]) =>
        [...d!.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const),
      );
    const [primal, gap] = points("primal");
    const [dual] = points("dual");
    expect(primal!.map(([x]) => x)).toEqual(dual!.map(([x]) => x));
    // Downwards is down: y grows to the foot of the page.
    expect(primal!.every(([, y], k) => y <= dual![k]![1])).toBe(true);
    const limit = Number(/class="limit" d="M[\d.]+ ([\d.]+)H/.exec(section)![1]);
    expect(gap!.at(-1)![1]).toBeGreaterThanOrEqual(limit);
    expect(gap!.slice(0, -1).every(([, y]) => y < limit)).toBe(true);
    expect(page.rows("convergence").length).toBeGreaterThan(4);
  });

  test("is the same from the model's file, but for what only the fit knows", async () => {
    const { code, stdout } = await hingeHere(
      "evaluate",
      "d.json",
      "digits:test",
      "--report",
      "e.html",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).labels).toHaveLength(10);
    const later = readReport(readFileSync("e.html", "utf8"));
    for (const id of ["confusion", "classes", "templates", "hardest", "features"]) {
      expect(later.section(id)).toBe(page.section(id));
    }
    expect(later.section("convergence")).toBeUndefined();
    const carried = " This is the certificate that the model's file carries.";
    expect(later.text("proof")).toContain(carried);
    expect(later.text("proof").replace(carried, "")).toBe(page.text("proof").replace(/ ?Time.*$/, ""));
  });
});

describe("a report", () => {
  test("escapes whatever the data call themselves", async () => {
    const { code } = await hingeHere("train", hostile, "--report", "hostile.html", "--quiet");
    expect(code).toBe(0);
    const page = readFileSync("hostile.html", "utf8");
    expect(page).not.toMatch(/<script|<img|onerror='|<b>&amp;\.csv/i);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    const { text, rows } = readReport(page);
    expect(rows("classes").map(([name]) => name)).toEqual(["class", "</style>&", script]);
    expect(text("features")).toContain(image);
    expect(page).toContain("<title>&lt;b&gt;&amp;amp;.csv: a report by hinge</title>");
  });

  test("needs nothing from outside: no script, no address", async () => {
    await hingeHere("train", "iris", "--report", "iris.html", "--quiet");
    const page = readFileSync("iris.html", "utf8");
    expect(page).not.toMatch(/https?:|src=|href=|url\(|@import|style="|<script| on\w+="/i);
    expect(page).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
  });

  test("has the same bytes in every run but for the time", async () => {
    const args = ["train", "iris", "--report", "iris.html", "--quiet", "--force"];
    const pages: string[] = [];
    for (let k = 0; k < 2; k++) {
      await hingeHere(...args);
      pages.push(readFileSync("iris.html", "utf8").replace(/<dd>[\d.]+ m?s</, "<dd>time<"));
    }
    expect(pages[1]).toBe(pages[0]);
  });

  test("says of its own training data, of a loss without a dual and of a single row of weights what they are", async () => {
    await hingeHere(
      ..."train iris --loss softmax --solver sgd --lambda 0.01 --report s.html --quiet".split(" "),
    );
    const softmax = readFileSync("s.html", "utf8");
    expect(softmax).toContain("the very samples that the model was fitted to");
    expect(readReport(softmax).text("proof")).toMatch(/Not certified .* This loss has no dual here/);
    expect(readReport(softmax).text("convergence")).toContain("Loss of the batch");
    expect(softmax).not.toContain("NaN");
    await hingeHere(..."train heart --loss binary --report h.html --quiet".split(" "));
    const binary = readReport(readFileSync("h.html", "utf8"));
    expect(binary.text("features")).toContain("1 against -1");
  });

  test("leaves samples out of the hardest whose class the model does not know", async () => {
    writeFileSync("train.csv", "a,kind\n1,x\n2,x\n8,y\n9,y\n");
    writeFileSync("test.csv", "a,kind\n1,x\n9,y\n5,z\n");
    await hingeHere(..."train train.csv --test test.csv --report z.html --quiet".split(" "));
    const page = readReport(readFileSync("z.html", "utf8"));
    expect(page.text("hardest")).toContain("1 samples are left out");
    expect(
      page
        .rows("hardest")
        .slice(1)
        .map(([i]) => i)
        .sort(),
    ).toEqual(["0", "1"]);
    expect(page.rows("confusion")).toHaveLength(4);
  });

  test.each([
    ["train iris --report taken.html", '--report: "taken.html" is already there; --force overwrites it\n'],
    [
      "evaluate d.json digits:test --report taken.html",
      '--report: "taken.html" is already there; --force overwrites it\n',
    ],
    ["train iris --report .", '--report: "." is a folder; name a file\n'],
    [
      "train iris --report no/where.html",
      '--report: "no/where.html" cannot be written: there is no folder "no"; make it first\n',
    ],
    ["train iris --json --report -", "--report: standard output is taken by --json; name a file\n"],
    ["train iris --model a.x --report ./a.x", '--report: "./a.x" is taken by --model; name another file\n'],
    [
      "train iris --report a.html --image-shape 8x8",
      "--image-shape: 8x8 is 64 pixels where the data have 4 features; give a shape that fits\n",
    ],
    [
      "train iris --report a.html --image-shape 8",
      '--image-shape: "8" is no shape; write rows x columns, such as 28x28\n',
    ],
    ["train nothing.csv --report a.html", "nothing.csv: no such file"],
  ])("hinge %s is refused, and nothing is written", async (line, sentence) => {
    const before = listing();
    const { code, stdout, stderr } = await hingeHere(...line.split(" "));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.slice(0, sentence.length)).toBe(sentence);
    expect(listing()).toEqual(before);
    expect(readFileSync("taken.html", "utf8")).toBe("mine");
  });

  test("goes to standard output, alone, and takes any data for pictures where they are told to be", async () => {
    const { stdout } = await hingeHere(..."train iris --image-shape 2x2 --report -".split(" "));
    expect(stdout.startsWith("<!doctype html>\n")).toBe(true);
    expect(stdout.endsWith("</html>\n")).toBe(true);
    expect(readReport(stdout).pictures("templates")).toHaveLength(3);
  });
});
