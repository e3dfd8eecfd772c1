import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useDeferred } from "../parts/deferred.ts";
import { Panel } from "../parts/panel.tsx";
import { Tie } from "../parts/tie.tsx";
import { ask } from "../state/desk.ts";
import { place, result } from "../state/numbers.ts";
import { classes, objective, W } from "../state/store.ts";
import { task } from "../state/task.ts";
import type { WorkedSample } from "../worker/formula.ts";

/** The loss and its gradient with the sample's numbers in the formulas, or the derivation without any. */
export function FormulaPanel() {
  const which = useSignal<"numbers" | "derivation">("numbers");
  const reads = () => [objective.value, task.value, W.value, place.value, classes.value];
  const worked = useDeferred<WorkedSample | undefined>(reads, () =>
    place.value < 0 || typeof result.value === "string"
      ? undefined
      : ask("sample", { index: place.value, names: names() }),
  );
  const derivation = useDeferred<string | undefined>(
    () => [which.value, objective.value],
    () => (which.value === "derivation" ? ask("derivation", {}) : undefined),
  );
  const html = which.value === "derivation" ? derivation.value : worked.value?.html;
  return (
    <Panel
      name="formula"
      title="The formula, with numbers"
      aside={
        <div class="tabs">
          {(["numbers", "derivation"] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={which.value === name}
              onClick={() => {
                which.value = name;
              }}
            >
              {name === "numbers" ? "This sample" : "Derivation"}
            </button>
          ))}
        </div>
      }
    >
      {place.value < 0 && which.value === "numbers" && (
        <p class="faint">Choose a sample to see its numbers here.</p>
      )}
      <Formula html={html ?? ""} />
      {which.value === "numbers" && worked.value !== undefined && <Tie sample={worked.value.sample} />}
    </Panel>
  );
}

function Formula({ html }: { html: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const parts = (): Iterable<HTMLElement> => box.current?.querySelectorAll<HTMLElement>(".wide") ?? [];
    // What is cut off must be scrolled by keys as well: all, until it is known which are.
    for (const part of parts()) part.tabIndex = 0;
    const look = (): void => {
      for (const part of parts()) {
        if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
        else part.removeAttribute("tabindex");
      }
    };
    // Once the browser has laid it out for its own sake: to ask before would do it twice.
    const later = requestAnimationFrame(() => setTimeout(look));
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => {
      cancelAnimationFrame(later);
      observer.disconnect();
    };
  }, [html]);
  return <div class="formula" ref={box} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Of the classes, for labels; none if two are called the same. */
function names(): readonly string[] | undefined {
  const { nScores } = task.value;
  const all = classes.value.slice(0, nScores === 1 ? 2 : nScores);
  return new Set(all).size < all.length ? undefined : all;
}
