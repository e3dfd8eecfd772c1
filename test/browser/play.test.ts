import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPlay } from "../cli/play/process.ts";
import { launch, noBrowser, open } from "./chromium.ts";

describe.skipIf(noBrowser !== undefined)(
  `hinge play in Chromium${noBrowser ? ` (${noBrowser})` : ""}`,
  () => {
    let browser: Browser;
    let served: Awaited<ReturnType<typeof startPlay>>;
    let origin: string;

    beforeAll(async () => {
      [browser, served] = await Promise.all([launch(), startPlay("--data", "iris", "--port", "0")]);
      origin = new URL(served.address).origin;
    });
    afterAll(() => Promise.all([browser?.close(), served?.end()]));

    it("shows the page, which trains and examines, and nothing that the policy forbids is tried", async () => {
      const { page, complaints } = await open(browser, origin);
      await page.waitForSelector("h1");
      expect(await page.evaluate("crossOriginIsolated")).toBe(true);
      // Each of the page's workers, the visitor's own inside the doctor's too.
      await page.locator("#slopes").waitFor();
      await page.getByRole("button", { name: "Go to the optimum" }).click();
      await page.locator("#certificate[data-status=certified]").waitFor();
      await page.getByRole("button", { name: "Check it" }).click();
      await page.locator("#verdict [data-mistake]").waitFor();
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("gives the reader's data to the first browser that opens the address, after a reload too", async () => {
      const first = await browser.newContext();
      const page = await first.newPage();
      const ask = async () =>
        page.evaluate("fetch('/session.json').then((r) => r.json()).then((s) => s.data.y.length)");
      await page.goto(served.address);
      expect(page.url()).toBe(`${origin}/#session`);
      expect(await ask()).toBe(150);
      await page.reload();
      expect(await ask()).toBe(150);
      expect(await page.evaluate("document.cookie")).toBe("");

      const second = await (await browser.newContext()).newPage();
      expect((await second.goto(served.address))?.status()).toBe(403);
      await second.goto(origin);
      expect(await second.evaluate("fetch('/session.json').then((r) => r.status)")).toBe(403);
    });

    it("runs a worker made of text, and lets neither text nor another origin into the page", async () => {
      const page = await browser.newPage();
      await page.goto(origin);
      const told = await page.evaluate(async () => {
        const text = new Blob(["postMessage(6 * 7)"], { type: "text/javascript" });
        const worker = new Worker(URL.createObjectURL(text));
        const answer = await new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = () => resolve("refused");
        });
        const script = document.createElement("script");
        script.textContent = "globalThis.injected = true";
        document.head.append(script);
        const evaluated = await new Promise((resolve) => {
          try {
            resolve(new Function("return 1")());
          } catch {
            resolve("refused");
          }
        });
        const left = await fetch("http://127.0.0.2:8009/").catch(() => "refused");
        return { answer, injected: "injected" in globalThis, evaluated, left };
      });
      expect(told).toEqual({ answer: 42, injected: false, evaluated: "refused", left: "refused" });
      await page.close();
    });

    it("is not to be framed by another site, not even by one on another port", async () => {
      const page = await browser.newPage();
      await page.route("http://127.0.0.1:8009/", (route) =>
        route.fulfill({ contentType: "text/html", body: `<iframe src="${origin}/"></iframe>` }),
      );
      await page.goto("http://127.0.0.1:8009/");
      const frame = page.frames()[1]!;
      expect(await frame.content()).not.toContain("playground");
      expect(frame.url()).toBe("chrome-error://chromewebdata/");
      await page.close();
    });
  },
);
