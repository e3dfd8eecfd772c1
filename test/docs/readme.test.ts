import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as hinge from "../../src/index.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1]!);

/** Runs a block of the README against the sources; returns what it prints and the variables named. */
async function runBlock(block: string, names: readonly string[]) {
  const printed: unknown[] = [];
  const body = block.replace(/import \{(.*?)\} from "hinge";/s, "const {$1} = hinge;");
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  const run = new AsyncFunction("hinge", "console", `${body}\nreturn { ${names.join(", ")} };`);
  return { result: await run(hinge, { log: (value: unknown) => printed.push(value) }), printed };
}

test("the README's first example prints what its comments say", async () => {
  const { printed } = await runBlock(blocks[0]!, []);
  expect(printed).toEqual([["setosa"], expect.any(String)]);
  expect(blocks[0]).toContain(`// ${printed[1]}`);
});

test("the README's gradient example gives what its comment says", async () => {
  const { result } = await runBlock(blocks[1]!, ["value", "gradient"]);
  expect(result.value).toBe(2);
  expect(result.gradient.shape).toEqual([3, 2]);
});

test("the README's first example has at most twelve lines", () => {
  expect(blocks[0]!.trim().split("\n").length).toBeLessThanOrEqual(12);
});
