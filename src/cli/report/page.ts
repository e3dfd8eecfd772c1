import { createHash } from "node:crypto";
import { version } from "../version.ts";
import { classesSection } from "./classes.ts";
import { confusionSection } from "./confusion.ts";
import { convergenceSection } from "./convergence.ts";
import type { Facts } from "./facts.ts";
import { featuresSection } from "./features.ts";
import { hardestSection } from "./hardest.ts";
import { html, nameOf } from "./html.ts";
import { overview } from "./overview.ts";
import { proofSection } from "./proof.ts";
import { styles } from "./styles.ts";
import { templatesSection } from "./templates.ts";

/** It loads nothing and runs nothing; its own style sheet is let in by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(styles).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * The report as one page that needs nothing beside itself. The same facts give the same bytes.
 *
 * @returns an HTML document
 */
export function reportPage(facts: Facts): string {
  const sections = [
    proofSection(facts),
    convergenceSection(facts),
    confusionSection(facts),
    classesSection(facts),
    templatesSection(facts),
    hardestSection(facts),
    featuresSection(facts),
  ];
  // The policy holds from its element on, so that the style comes after it.
  const { text } = html`
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="hinge ${version}">
<title>${nameOf(facts.set.source, 60)}: a report by hinge</title>
`;
  const body = html`
</head>
<body>
${overview(facts)}<main>
${sections}</main>
<footer class="faint">Written by hinge ${version}. The page holds its data and loads nothing.</footer>
</body>
</html>
`;
  return `<!doctype html>\n<html lang="en">${text}<style>${styles}</style>${body.text}`;
}
