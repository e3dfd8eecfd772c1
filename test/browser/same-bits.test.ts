import { readFileSync } from "node:fs";
import { LinearSVM } from "hinge";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inRoot } from "../../scripts/lib/tree.mjs";
import { launch, noBrowser, open } from "./chromium.ts";
import { librarySite, serve } from "./serve.ts";

interface Task {
  readonly loss: "weston-watkins" | "crammer-singer" | "one-vs-all";
  readonly C: number;
  readonly rows: readonly number[][];
  readonly labels: readonly string[];
}

/** Runs here and, as its own source text, in the page: it may use its arguments and JavaScript only. */
async function train(Model: typeof LinearSVM, { loss, C, rows, labels }: Task): Promise<string> {
  const shape = [rows.length, rows[0]!.length] as const;
  const svm = new Model({ loss, C });
  await svm.fit({ data: Float64Array.from(rows.flat()), shape }, labels);
  return JSON.stringify(svm.toJSON());
}

/** Fisher's irises: the first line holds the counts and the names of the classes, which end each row as a number. */
function iris(): Pick<Task, "rows" | "labels"> {
  const [head = "", ...lines] = readFileSync(inRoot("data", "iris.csv"), "utf8").trim().split("\n");
  const names = head.split(",").slice(2);
  const table = lines.map((line) => line.split(",").map(Number));
  return { rows: table.map((row) => row.slice(0, -1)), labels: table.map((row) => names[row.at(-1)!]!) };
}

const tasks: Task[] = (["weston-watkins", "crammer-singer", "one-vs-all"] as const).flatMap((loss) =>
  [0.1, 10].map((C) => ({ loss, C, ...iris() })),
);

describe.skipIf(noBrowser !== undefined)(
  `the library in Chromium${noBrowser ? ` (${noBrowser})` : ""}`,
  () => {
    let browser: Browser;
    let site: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      [browser, site] = await Promise.all([launch(), serve(librarySite())]);
    });
    afterAll(() => Promise.all([browser?.close(), site?.close()]));

    it.each(tasks)("trains $loss with C = $C to the same bits as Node", async (task) => {
      const { page, complaints } = await open(browser, site.origin);
      const inBrowser = await page.evaluate(
        `import("/dist/index.js").then(({ LinearSVM }) => (${train})(LinearSVM, ${JSON.stringify(task)}))`,
      );
      await page.close();
      expect(complaints).toEqual([]);
      expect(inBrowser).toBe(await train(LinearSVM, task));
    });

    it("notices a page that leaves the origin, misses a file or throws", async () => {
      const { page, complaints } = await open(browser, site.origin);
      const gone = page.waitForEvent("requestfailed");
      await page.evaluate(`void fetch("http://127.0.0.2:9/").catch(() => {})`);
      await gone;
      await page.evaluate(`fetch("/missing.js")`);
      const thrown = page.waitForEvent("pageerror");
      await page.evaluate(`void setTimeout(() => { throw new Error("deliberate"); })`);
      await thrown;
      await page.close();
      expect(complaints).toEqual(
        expect.arrayContaining([
          "left the origin: http://127.0.0.2:9/",
          `status 404: ${site.origin}/missing.js`,
          "error: deliberate",
        ]),
      );
    });
  },
);
