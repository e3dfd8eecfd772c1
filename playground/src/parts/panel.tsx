import type { ComponentChildren } from "preact";
import { isShown, type PanelName } from "../state/controls.ts";

interface PanelProps {
  name: PanelName;
  title: string;
  /** Something beside the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A titled part of the page, unless the address hides it. */
export function Panel({ name, title, aside, children }: PanelProps) {
  if (!isShown(name)) return null;
  return (
    <section id={name} class="panel" aria-labelledby={`${name}-title`}>
      <div class="panel-head">
        <h2 id={`${name}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
