import type { Told as Words } from "hinge/check";
import type { ComponentChildren } from "preact";

interface ToldProps {
  mistake: string;
  title: string;
  told: Words;
  /** Whose gradient it is. */
  whose: "yours" | "here";
  children?: ComponentChildren;
}

/** A mistake in words: what is right, what was done in its place, and the repair. */
export function Told({ mistake, title, told, whose, children }: ToldProps) {
  return (
    <div class="revealed" data-mistake={mistake}>
      <h3>{title}</h3>
      <p>{told.summary}</p>
      <dl>
        <dt>right</dt>
        <dd>
          <code>{told.equation}</code>
        </dd>
        <dt>{whose}</dt>
        <dd>
          <code>{told.instead}</code>
        </dd>
        <dt>repair</dt>
        <dd>
          {told.fix} {told.javascript !== "" && <code>{told.javascript}</code>}
        </dd>
      </dl>
      {children}
    </div>
  );
}
