import { type Content, type Html, html } from "./html.ts";

/** A part of the page with its heading, which the contents at its top lead to. */
export function section(id: string, title: string, text: Content, body: Content): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="about">${text}</p>
${body}
</section>
`;
}

/** What may be wider than the page: it scrolls by itself, by the keyboard too. */
export function wide(name: string, body: Html): Html {
  return html`<div class="wide" role="group" aria-label="${name}" tabindex="0">
${body}
</div>`;
}
