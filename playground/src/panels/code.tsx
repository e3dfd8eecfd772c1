import { useSignal } from "@preact/signals";
import type { Counterexample, Examination } from "hinge/check";
import { Panel } from "../parts/panel.tsx";
import { callDoctor, doctor } from "../state/riddle.ts";
import { OwnCode } from "../worker/own-code.ts";
import { matrix } from "./riddle.tsx";

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

interface Judged {
  readonly examination: Examination;
  readonly counterexample: Counterexample | undefined;
}

/** An editor for a loss and its gradient, which the library's doctor examines. */
export function CodePanel() {
  const code = useSignal(sample);
  const busy = useSignal(false);
  const judged = useSignal<Judged | undefined>(undefined);
  const check = async (): Promise<void> => {
    busy.value = true;
    judged.value = undefined;
    const examinee = new OwnCode(code.value);
    try {
      const { examine, counterexampleOf } = await callDoctor();
      const examination = await examine(examinee);
      judged.value = { examination, counterexample: await counterexampleOf(examinee, examination) };
    } finally {
      examinee.close();
      busy.value = false;
    }
  };
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
        <button type="button" class="main" disabled={busy.value} onClick={check}>
          {busy.value ? "Checking ..." : "Check it"}
        </button>
        <button
          type="button"
          onClick={() => {
            code.value = sample;
            judged.value = undefined;
          }}
        >
          Start over
        </button>
      </div>
      <div
        role="status"
        id="verdict"
        data-verdict={judged.value?.examination.verdict ?? (busy.value ? "busy" : "")}
      >
        {judged.value !== undefined && <Verdict {...judged.value} />}
      </div>
    </Panel>
  );
}

const headlines: Readonly<Record<Examination["verdict"], string>> = {
  right: "Right.",
  "right-other-convention": "Right, in another convention.",
  wrong: "Wrong.",
  undetermined: "It gave nothing to judge.",
};

function Verdict({ examination, counterexample }: Judged) {
  const { verdict, found, convention, notes } = examination;
  const good = verdict === "right" || verdict === "right-other-convention";
  const { mistakeOf } = doctor.value!;
  return (
    <>
      <p class={`sentence ${good ? "certified" : "bad"}`}>{headlines[verdict]}</p>
      {found.map(({ id, detail }) => {
        const told = mistakeOf(id).tell(detail);
        return (
          <div class="revealed" key={`${id} ${detail.where}`} data-mistake={id}>
            <h3>{capital(told.headline)}</h3>
            <p>{told.summary}</p>
            <dl>
              <dt>right</dt>
              <dd>
                <code>{told.equation}</code>
              </dd>
              <dt>yours</dt>
              <dd>
                <code>{told.instead}</code>
              </dd>
              <dt>repair</dt>
              <dd>
                {told.fix} {told.javascript !== "" && <code>{told.javascript}</code>}
              </dd>
            </dl>
          </div>
        );
      })}
      {counterexample !== undefined && <Smallest {...counterexample} />}
      {good && <p class="faint">Convention: {Object.values(convention).join(", ")}.</p>}
      {notes.map((note) => (
        <p class="faint" key={note}>
          {note}
        </p>
      ))}
    </>
  );
}

/** Rows of W and of gradients are classes, as the function has them. */
function Smallest({ X, y, W, lambda, loss, gradient }: Counterexample) {
  const rows: (readonly [string, string])[] = [
    ["X", matrix(X)],
    ["y", y.join(", ")],
    ["W", matrix(W)],
    ["λ", String(lambda)],
    ...(loss === undefined
      ? []
      : ([
          ["right loss", String(loss.right)],
          ["your loss", String(loss.yours)],
        ] as const)),
    ...(gradient === undefined
      ? []
      : ([
          ["right gradient", matrix(gradient.right)],
          ["your gradient", matrix(gradient.yours)],
        ] as const)),
  ];
  return (
    <table class="counterexample">
      <caption>The smallest numbers at which it is wrong</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class={name.startsWith("your") ? "violated" : ""}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
