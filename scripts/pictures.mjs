// `node scripts/pictures.mjs`: takes the README's picture again, docs/pictures/start.svg, from the demo's real output.
import "./lib/check-node.mjs";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bin, ensureBuilt } from "./lib/build.mjs";
import { main, SetupError, say } from "./lib/main.mjs";
import { inRoot } from "./lib/tree.mjs";

/** Pixels: a character's cell, the window's inner edge, the height of its title bar. */
const cell = { width: 8, height: 17 };
const edge = { x: 22, y: 16 };
const bar = 34;
const fontSize = 13;
const fonts =
  "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

// On a dark page the border is what tells the window from it.
const colours = { window: "#161b22", bar: "#21262d", border: "#444c56", text: "#e6edf3", faint: "#919aa4" };
/** The class of text painted so, by the number of the escape sequence that begins it; others end it. */
const paints = new Map([
  ["1", "bold"],
  ["2", "faint"],
  ["31", "red"],
  ["32", "green"],
  ["33", "yellow"],
]);
const styles = [
  `text { font: ${fontSize}px ${fonts}; fill: ${colours.text}; white-space: pre }`,
  ".bold { font-weight: 700 }",
  `.faint { fill: ${colours.faint} }`,
  ".red { fill: #ff7b72 }",
  ".green { fill: #56d364 }",
  ".yellow { fill: #e3b341 }",
  `rect { fill: ${colours.text}; shape-rendering: crispEdges }`,
].join("\n");

/** Block characters are drawn, not written: fonts disagree on their width, height and texture. */
const shades = new Map([
  ["░", 0.25],
  ["▒", 0.5],
  ["▓", 0.75],
  ["█", 1],
]);

/** @typedef {{ column: number, text: string, paint: string }} Piece a part of a line in one paint */

await main(async () => {
  await ensureBuilt();
  const picture = inRoot("docs", "pictures", "start.svg");
  mkdirSync(dirname(picture), { recursive: true });
  writeFileSync(picture, toSvg("npm start", excerpt(demoOutput())));
  say(`Wrote ${picture}.`);
  return 0;
});

/** What the demo prints to a terminal, in a folder of its own because it saves a model. */
function demoOutput() {
  const folder = mkdtempSync(join(tmpdir(), "hinge-picture-"));
  try {
    const { NO_COLOR: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "demo"], {
      cwd: folder,
      env: { ...env, FORCE_COLOR: "1" },
      encoding: "utf8",
    });
    if (status !== 0) throw new SetupError(`The demo failed: ${stderr}`);
    return stdout.trimEnd().split("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The demo without its table of classes, of which the matrix says the same, and without the end.
 * @param {readonly string[]} lines
 */
function excerpt(lines) {
  const table = find(lines, "precision");
  const matrix = find(lines, "columns: predicted");
  const omission = "  \x1b[2m...\x1b[22m";
  return [...lines.slice(0, table), omission, "", ...lines.slice(matrix, find(lines, "The model is saved"))];
}

/** @param {readonly string[]} lines @param {string} words */
function find(lines, words) {
  const k = lines.findIndex((line) => line.includes(words));
  if (k === -1) throw new SetupError(`The demo no longer says "${words}"; adapt excerpt().`);
  return k;
}

/** @param {string} title @param {readonly string[]} lines with escape sequences */
function toSvg(title, lines) {
  const pieces = lines.map(parse);
  const columns = Math.max(...pieces.flat().map(({ column, text }) => column + text.length));
  while (pieces.at(-1)?.length === 0) pieces.pop();
  const width = columns * cell.width + 2 * edge.x;
  const height = bar + pieces.length * cell.height + 2 * edge.y;
  const plain = pieces.flat().map(({ text }) => text);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeText(`A terminal after ${title}: ${plain[0]}`)}</title>`,
    `<style>\n${styles}\n</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9.5" style="fill:${colours.window};stroke:${colours.border};shape-rendering:auto"/>`,
    `<path d="M1 ${bar}V10a9 9 0 0 1 9-9H${width - 10}a9 9 0 0 1 9 9V${bar}z" style="fill:${colours.bar}"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (colour, k) => `<circle cx="${20 + 20 * k}" cy="${bar / 2}" r="6" style="fill:${colour}"/>`,
    ),
    `<text class="faint" x="${width / 2}" y="${bar / 2 + 4.5}" text-anchor="middle">${escapeText(title)}</text>`,
    ...pieces.flatMap((line, row) => line.map((piece) => draw(piece, row))),
    "</svg>\n",
  ].join("\n");
}

/**
 * Cuts a line at escape sequences, wide gaps and block characters; blanks are left out.
 * @param {string} line
 * @returns {Piece[]}
 */
function parse(line) {
  const pieces = [];
  let column = 0;
  let paint = "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const [token, code] of line.matchAll(/\x1b\[(\d+)m|[░▒▓█]+|(?:(?! {2})[^\x1b░▒▓█])+| +/g)) {
    if (code !== undefined) paint = paints.get(code) ?? "";
    else {
      const text = token.trimStart();
      if (text !== "")
        pieces.push({ column: column + token.length - text.length, text: text.trimEnd(), paint });
      column += token.length;
    }
  }
  return pieces;
}

/** @param {Piece} piece @param {number} row */
function draw({ column, text, paint }, row) {
  const top = bar + edge.y + row * cell.height;
  const x = edge.x + column * cell.width;
  if (shades.has(text[0] ?? "")) return blocks(text, x, top);
  const name = paint === "" ? "" : ` class="${paint}"`;
  // textLength keeps the columns straight in whichever font the reader has.
  return `<text${name} x="${x}" y="${top + 13}" textLength="${text.length * cell.width}" lengthAdjust="spacingAndGlyphs">${escapeText(text)}</text>`;
}

/** @param {string} text @param {number} x @param {number} top */
function blocks(text, x, top) {
  return (text.match(/(.)\1*/gu) ?? [])
    .map((same) => {
      const rect = `<rect x="${x}" y="${top}" width="${same.length * cell.width}" height="${cell.height}" opacity="${shades.get(same[0] ?? "")}"/>`;
      x += same.length * cell.width;
      return rect;
    })
    .join("");
}

/** @param {string} text */
function escapeText(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
