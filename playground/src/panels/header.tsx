import { useSignal } from "@preact/signals";
import { address } from "../state/address.ts";
import { running } from "../state/running.ts";
import { canRedo, canUndo, redo, undo } from "../state/store.ts";

export function Header() {
  const link = useSignal<string | undefined>(undefined);
  const share = async (): Promise<void> => {
    link.value = await address();
    // Refused in a page without the right to: the link then stands there to be copied by hand.
    await navigator.clipboard?.writeText(link.value).catch(() => undefined);
  };
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
      {link.value !== undefined && (
        <label class="link">
          <span>The whole state in an address, copied where the browser allows it:</span>
          <input type="text" readOnly value={link.value} onFocus={(event) => event.currentTarget.select()} />
          <button
            type="button"
            onClick={() => {
              link.value = undefined;
            }}
          >
            Close
          </button>
        </label>
      )}
    </header>
  );
}
