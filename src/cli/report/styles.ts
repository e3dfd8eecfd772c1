/**
 * The page's style sheet. Blue and orange (Okabe and Ito's, darkened or lightened until words on them are legible) stay
 * apart for colour-blind eyes, and in a grey print by their shades.
 */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --panel: #fff; --text: #1b1f24; --faint: #59636e; --line: #d8dde3;
  --plus: #0b62a8; --minus: #b94e00; --good: #146c2e; --warn: #825300; --bad: #b3261e;
  --plus-rgb: 11 98 168; --minus-rgb: 217 95 2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1116; --panel: #171b22; --text: #e6eaef; --faint: #9aa5b1; --line: #323a45;
    --plus: #6cb6f5; --minus: #f5a05a; --good: #66d184; --warn: #e6b450; --bad: #ff8a80;
    --plus-rgb: 66 146 214; --minus-rgb: 226 120 40;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1080px; padding: 28px 20px 40px; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
header { margin-bottom: 20px; }
header p { margin: 2px 0; }
h1 { margin: 0; font-size: clamp(1.5rem, 5vw, 2.1rem); line-height: 1.2; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 0 0 4px; font-size: 1.2rem; }
h3 { margin: 0 0 6px; font-size: 1rem; overflow-wrap: anywhere; }
p { max-width: 46rem; }
ul { margin: 0; padding: 0; list-style: none; }
.faint, .faint.number { color: var(--faint); font-size: .875rem; }
.note { padding: 6px 12px; border-left: 4px solid var(--warn); background: var(--panel); }
.about { margin: 0 0 14px; color: var(--text); }
section { margin: 18px 0; padding: 18px 20px 20px; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); }
footer { margin-top: 24px; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-top: 16px; }
.tiles li { padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles span { display: block; }

.status { padding: 1px 10px; border: 1.5px solid; border-radius: 99px; white-space: nowrap; margin-right: 4px; }
.certified { color: var(--good); } .stopped { color: var(--warn); } .invalid { color: var(--bad); }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 12px 16px; margin: 14px 0 0; }
dt { color: var(--faint); font-size: .875rem; }
dd { margin: 0; font-size: 1.1rem; font-variant-numeric: tabular-nums; }
dd span { display: block; }

.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 16px 24px; }
figure { margin: 0; max-width: 560px; }
figcaption { font-weight: 600; }
.plot { display: block; width: 100%; height: auto; }
.plot text { fill: var(--faint); font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
.plot .label { fill: var(--text); paint-order: stroke; stroke: var(--panel); stroke-width: 3px; }
.grid { stroke: var(--line); }
.axis { stroke: var(--faint); fill: none; }
.line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
.line.primal { stroke: var(--plus); } .line.dual { stroke: var(--minus); stroke-dasharray: 7 4; }
.band { fill: rgb(var(--plus-rgb) / .1); }
.limit { stroke: var(--good); stroke-dasharray: 3 3; stroke-width: 1.5; }

details { margin-top: 12px; }
summary { cursor: pointer; color: var(--faint); }
.wide { overflow-x: auto; max-width: 100%; }
:is(.wide, summary):focus-visible { outline: 2px solid var(--plus); outline-offset: 3px; border-radius: 4px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; }
thead th { color: var(--faint); font-size: .875rem; }
.number { text-align: right; white-space: nowrap; }
.lined { min-width: min(100%, 540px); }
.lined :is(th, td) { padding: 5px 18px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.lined :is(th, td):last-child { padding-right: 0; }
.lined tbody th { min-width: 3rem; max-width: 18rem; overflow-wrap: anywhere; }
.parts { width: 100%; }
.part { display: grid; grid-template-columns: minmax(40px, 150px) 4.2rem; gap: 10px; align-items: center; }
.part > span { text-align: right; white-space: nowrap; }
.part svg { width: 100%; height: 9px; }
svg .track { fill: var(--line); fill-opacity: .6; }
svg .plus { fill: var(--plus); } svg .minus { fill: var(--minus); }
.tag { color: var(--bad); font-size: .8rem; white-space: nowrap; }

.matrix { border-collapse: separate; border-spacing: 2px; }
.matrix :is(td, th) { min-width: 2.7rem; padding: 5px 7px; text-align: center; border-radius: 4px; }
.matrix tbody th { text-align: right; position: sticky; left: 0; background: var(--panel); white-space: nowrap; }
.matrix thead th { white-space: nowrap; }
.matrix .none { color: var(--faint); }
.matrix .plus { background: rgb(var(--plus-rgb) / var(--shade)); } .matrix .minus { background: rgb(var(--minus-rgb) / var(--shade)); font-weight: 600; }
.s1 { --shade: .16; } .s2 { --shade: .22; } .s3 { --shade: .28; } .s4 { --shade: .34; } .s5 { --shade: .4; } .s6 { --shade: .46; }
.key { font-weight: 600; } .key.plus { color: var(--plus); } .key.minus { color: var(--minus); }
.sentences { margin-top: 6px; flex: 1 1 240px; } .sentences li { overflow-wrap: anywhere; }

.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 16px; }
.templates { grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); }
.pictures li { display: grid; gap: 2px; align-content: start; line-height: 1.35; overflow-wrap: anywhere; }
.pictures svg { display: block; width: 100%; height: auto; max-height: 220px; padding: 6px; border: 1px solid var(--line); border-radius: 6px; background: var(--page); }
.pictures .wrong svg { border: 2px solid var(--bad); padding: 5px; }
.pictures .wrong > span:first-of-type::before { content: "✕ "; color: var(--bad); }
.pictures svg .plus { fill: var(--text); }
.templates b { text-align: center; }
.templates svg .plus { fill: var(--plus); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 22px 28px; }
.weights { width: 100%; font-size: .875rem; }
.weights :is(th, td) { padding: 2px 0 2px 8px; }
.weights th:first-child { padding-left: 0; }
.weights tbody th { overflow-wrap: anywhere; font-weight: 400; }
.weights .bar { width: 56px; }
.weights svg { display: block; width: 48px; height: 8px; }
.card { min-width: 0; }
.reasons { min-width: 13rem; }
details .cards { margin-top: 16px; }
.beside { display: flex; flex-wrap: wrap; gap: 16px 36px; align-items: start; }
code { font: .92em ui-monospace, monospace; white-space: nowrap; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@media (max-width: 600px) {
  body { padding: 18px 12px 28px; }
  section { padding: 14px; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 8px; }
  .tiles li { padding: 8px 12px; }
  .pictures { grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: 12px; }
  .matrix { border-spacing: 1px; }
  .matrix :is(td, th) { min-width: 1.7rem; padding: 4px 3px; font-size: .875rem; }
  .part { display: block; }
  .part svg { display: none; }
  .parts tbody th { min-width: 4.6rem; }
  .parts td, .parts th:not(:first-child) { text-align: right; }
  .lined { min-width: 100%; }
  .lined :is(th, td) { padding-right: 8px; }
  .lined thead th { font-size: .8rem; }
}
@media print {
  :root { --page: #fff; --panel: #fff; --text: #000; --faint: #444; --line: #bbb; --plus: #0b62a8; --minus: #b94e00; --good: #146c2e; --warn: #825300; --bad: #b3261e; --plus-rgb: 11 98 168; --minus-rgb: 217 95 2; color-scheme: light; }
  .pictures { grid-template-columns: repeat(6, 1fr); } .templates { grid-template-columns: repeat(5, 1fr); }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  section { border: 0; padding: 0; break-inside: auto; }
  :is(figure, tr, .card, .pictures li, .tiles li) { break-inside: avoid; }
  h2 { break-after: avoid; }
  .wide { overflow: visible; }
  summary { display: none; }
}
`;
