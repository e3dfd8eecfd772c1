import { useSignal } from "@preact/signals";
import { address } from "../state/address.ts";
import { running } from "../state/running.ts";
import { canRedo, canUndo, redo, undo } from "../state/store.ts";

export function Header() {
  const shared = useSignal<Awaited<ReturnType<typeof address>> | undefined>(undefined);
  const share = async (): Promise<void> => {
    const found = await address();
    shared.value = found;
    // Refused in a page without the right to: the link then stands there to be copied by hand.
    if (found.href !== undefined) await navigator.clipboard?.writeText(found.href).catch(() => undefined);
  };
  const { href, lacks } = shared.value ?? {};
  return (
    <header>
      <div>
        <h1>hinge playground</h1>
        <p>See the gradient of a multiclass SVM: move a point, a weight, a margin, and watch what it does.</p>
      </div>
      <div class="buttons">
        <button type="button" disabled={!canUndo.value || running.value} onClick={undo}>
          Undo
        </button>
        <button type="button" disabled={!canRedo.value || running.value} onClick={redo}>
          Redo
        </button>
        <button type="button" onClick={share}>
          Share
        </button>
      </div>
      {shared.value !== undefined && (
        <div class="link">
          {href !== undefined && (
            <label>
              <span>The whole state in an address, copied where the browser allows it:</span>
              <input type="text" readOnly value={href} onFocus={(event) => event.currentTarget.select()} />
            </label>
          )}
          {lacks !== undefined && (
            <p class="notice" role="status">
              {lacks}
            </p>
          )}
          <button
            type="button"
            onClick={() => {
              shared.value = undefined;
            }}
          >
            Close
          </button>
        </div>
      )}
    </header>
  );
}
