import { useEffect } from "preact/hooks";
import { CodePanel } from "./panels/code.tsx";
import { CurvePanel } from "./panels/curve.tsx";
import { DataPanel } from "./panels/data.tsx";
import { DescentPanel } from "./panels/descent.tsx";
import { FormulaPanel } from "./panels/formula.tsx";
import { Header } from "./panels/header.tsx";
import { ObjectivePanel } from "./panels/objective.tsx";
import { PointsPanel } from "./panels/points.tsx";
import { RiddlePanel } from "./panels/riddle.tsx";
import { SlicePanel } from "./panels/slice.tsx";
import { TemplatesPanel } from "./panels/templates.tsx";
import { WeightsPanel } from "./panels/weights.tsx";
import { Plane } from "./plane/plane.tsx";
import { isShown } from "./state/controls.ts";
import { openFile } from "./state/load.ts";
import { running } from "./state/running.ts";
import { redo, undo } from "./state/store.ts";
import { wide } from "./state/task.ts";

export function App() {
  useEffect(listen, []);
  return (
    <>
      <Header />
      <main>
        <div class="column">
          {isShown("plane") && !wide.value && <Plane />}
          <TemplatesPanel />
          <WeightsPanel />
          <PointsPanel />
        </div>
        <div class="column">
          <DescentPanel />
          <ObjectivePanel />
          <DataPanel />
          <CurvePanel />
          <SlicePanel />
        </div>
        <FormulaPanel />
        <RiddlePanel />
        <CodePanel />
      </main>
      <footer>
        <p>Nothing leaves this page: no request, no cookie, no count of visitors.</p>
      </footer>
    </>
  );
}

/** What concerns the page as a whole: files dropped on it, and the keys of undo and redo. */
function listen(): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  addEventListener("dragover", (event) => event.preventDefault(), { signal });
  addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void openFile(file);
    },
    { signal },
  );
  addEventListener(
    "keydown",
    (event) => {
      const isText = event.target instanceof Element && event.target.matches("input, textarea, select");
      if (isText || running.value || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    },
    { signal },
  );
  return () => controller.abort();
}
