import { useSignal } from "@preact/signals";
import { Counterexample } from "../parts/counterexample.tsx";
import { Panel } from "../parts/panel.tsx";
import { Told } from "../parts/told.tsx";
import { examineCode, examining, judged, stopExamining } from "../state/doctor.ts";
import type { Judged } from "../worker/examine.ts";

/** What the editor begins with: right but for one thing, which is for the learner to find. */
const sample = `(W, X, y, lambda) => {
  // W: one row a class, X: one row a sample, y: class numbers
  const gradient = W.map((row) => row.map(() => 0));
  let loss = 0;
  X.forEach((x, i) => {
    const scores = W.map((row) => row.reduce((sum, w, d) => sum + w * x[d], 0));
    scores.forEach((score, j) => {
      const margin = score - scores[y[i]] + 1;
      if (j === y[i] || margin <= 0) return;
      loss += margin / X.length;
      x.forEach((value, d) => {
        gradient[j][d] += value / X.length;
        gradient[y[i]][d] -= value / X.length;
      });
    });
  });
  W.forEach((row, j) => row.forEach((w, d) => {
    loss += lambda * w * w;
    gradient[j][d] += lambda * w;
  }));
  return { loss, gradient };
}
`;

/** An editor for a loss and its gradient, which the library's doctor examines. */
export function CodePanel() {
  const code = useSignal(sample);
  const busy = examining.value;
  const result = judged.value;
  return (
    <Panel name="code" title="Check my code">
      <p>
        A function of <code>(W, X, y, lambda)</code> that returns <code>{"{ loss, gradient }"}</code>. It runs
        in a worker, without network, a second a call at most.
      </p>
      <textarea
        aria-label="Your function, in JavaScript"
        spellcheck={false}
        autocomplete="off"
        rows={14}
        value={code.value}
        onInput={(event) => {
          code.value = event.currentTarget.value;
        }}
      />
      <div class="buttons">
        <button type="button" class="main" disabled={busy} onClick={() => examineCode(code.value)}>
          {busy ? "Checking ..." : "Check it"}
        </button>
        {busy && (
          <button type="button" onClick={stopExamining}>
            Stop
          </button>
        )}
        <button
          type="button"
          disabled={busy}
          onClick={() => {
            code.value = sample;
            judged.value = undefined;
          }}
        >
          Start over
        </button>
      </div>
      <div role="status" id="verdict" data-verdict={busy ? "busy" : verdictOf(result)}>
        {typeof result === "string" && <p class="sentence bad">{result}</p>}
        {typeof result === "object" && <Verdict {...result} />}
      </div>
    </Panel>
  );
}

function verdictOf(result: Judged | string | undefined): string {
  return typeof result === "object" ? result.verdict : result === undefined ? "" : "failed";
}

const headlines: Readonly<Record<Judged["verdict"], string>> = {
  right: "Right.",
  "right-other-convention": "Right, in another convention.",
  wrong: "Wrong.",
  undetermined: "It gave nothing to judge.",
};

function Verdict({ verdict, found, convention, notes, counterexample }: Judged) {
  const good = verdict === "right" || verdict === "right-other-convention";
  return (
    <>
      <p class={`sentence ${good ? "certified" : "bad"}`}>{headlines[verdict]}</p>
      {found.map(({ id, told }) => (
        <Told key={id} mistake={id} title={capital(told.headline)} told={told} whose="yours" />
      ))}
      {counterexample !== undefined && <Counterexample numbers={counterexample} whose="your" />}
      {good && <p class="faint">Convention: {convention.join(", ")}.</p>}
      {notes.map((note) => (
        <p class="faint" key={note}>
          {note}
        </p>
      ))}
    </>
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
