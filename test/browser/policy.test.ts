import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { launch, noBrowser, open } from "./chromium.ts";
import { librarySite, type Site, serve } from "./serve.ts";

/** A page whose policy lets its own scripts run, and nothing compile: 'wasm-unsafe-eval' is missing. */
function strictSite(): Site {
  const policy = `<meta http-equiv="content-security-policy" content="script-src 'self'">`;
  const { type, body } = librarySite().get("/")!;
  const page = body.toString().replace("<title>", `${policy}<title>`);
  // The policy forbids the page text of its own as well: the question comes from a file.
  return new Map([
    ...librarySite(),
    ["/", { type, body: page.concat('<script type="module" src="/ask.js"></script>') }],
    [
      "/ask.js",
      {
        type: "text/javascript",
        body: `import { hingeLoss } from "/dist/index.js"; globalThis.answer = (${ask})(hingeLoss);`,
      },
    ],
  ]);
}

/** Runs here and, as its own source text, in the page. In f32 the compiled kernels round, and the readable ones do not. */
function ask(loss: typeof import("hinge").hingeLoss): string {
  const [n, D, K] = [40, 30, 3];
  const numbers = (count: number, step: number) =>
    Float32Array.from({ length: count }, (_, k) => ((k * step) % 1009) / 1009 - 0.5);
  const y = Array.from({ length: n }, (_, i) => i % K);
  const W = { data: numbers(K * D, 271), shape: [K, D] as const };
  const { value, gradient } = loss({ X: { data: numbers(n * D, 577), shape: [n, D] }, y, W });
  return JSON.stringify([value, ...gradient.data]);
}

describe.skipIf(noBrowser !== undefined)(
  `a page that forbids to compile, in Chromium${noBrowser ? ` (${noBrowser})` : ""}`,
  () => {
    let browser: Browser;
    let site: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      [browser, site] = await Promise.all([launch(), serve(strictSite())]);
    });
    afterAll(async () => {
      vi.unstubAllGlobals();
      await Promise.all([browser?.close(), site?.close()]);
    });

    it("gets hingeLoss's result from the readable kernels, to the bit", async () => {
      const { page, complaints } = await open(browser, site.origin);
      await page.waitForFunction("globalThis.answer !== undefined");
      const answer = await page.evaluate("globalThis.answer");
      await page.close();

      const compiled = await import("../../src/objective/index.ts");
      const byKernels = ask(compiled.hingeLoss);
      vi.resetModules();
      vi.stubGlobal("WebAssembly", undefined);
      const readable = await import("../../src/objective/index.ts");
      expect(answer).toBe(ask(readable.hingeLoss));
      expect(answer).not.toBe(byKernels);
      expect(complaints).toEqual([]);
    });
  },
);
