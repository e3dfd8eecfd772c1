import { CertificatePanel } from "./panels/certificate.tsx";
import { ClassesPanel } from "./panels/classes.tsx";
import { DataPanel } from "./panels/data.tsx";
import { LossPanel } from "./panels/loss.tsx";
import { WeightsPanel } from "./panels/weights.tsx";
import { Plane } from "./plane/plane.tsx";

export function App() {
  return (
    <>
      <header>
        <h1>hinge playground</h1>
        <p>
          Three classes in a plane, and the linear SVM that separates them best. Every change trains it anew,
          to an optimum that is proven rather than hoped for.
        </p>
      </header>
      <main>
        <div class="column">
          <Plane />
          <ClassesPanel />
          <DataPanel />
        </div>
        <div class="column">
          <CertificatePanel />
          <LossPanel />
          <WeightsPanel />
        </div>
      </main>
    </>
  );
}
