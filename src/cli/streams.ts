import { exitCode } from "./exit-codes.ts";
import { writeFailure } from "./output.ts";

/**
 * Ends the process in good order when what it says cannot be written: a reader that has seen enough
 * (`hinge predict ... | head`) is no fault; a full disk is told in a sentence.
 */
export function guardStreams(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCode.done);
    process.stderr.write(`${writeFailure(error, { file: "stdout" }).message}\n`);
    process.exit(exitCode.badInput);
  });
  // There is no other place to complain.
  process.stderr.on("error", () => {});
}
