import { appendFileSync } from "node:fs";

/** Keeps what was counted for `npm run test:doctor`, which names a file for it. */
export function writeFigures(title: string, figures: Readonly<Record<string, number | string>>): void {
  const file = process.env.HINGE_DOCTOR;
  if (file) appendFileSync(file, `${JSON.stringify({ title, ...figures })}\n`);
}
