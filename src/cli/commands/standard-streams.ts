import { resolve } from "node:path";
import { HingeError, show } from "../../errors.ts";

/** Refuses two inputs from one stdin, of which the second would be empty. @throws HingeError `stdin-twice` */
export function checkStdin(...paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === "-").length < 2) return;
  throw new HingeError(
    "stdin-twice",
    "standard input can be read only once; give a file for one of the two",
    {
      option: "-",
    },
  );
}

/** Refuses two outputs on one stdout. @throws HingeError `stdout-twice` */
export function checkStdout(path: string | undefined, option: string, json: boolean | undefined): void {
  if (path !== "-" || !json) return;
  throw new HingeError("stdout-twice", "standard output is taken by --json; name a file", { option });
}

/** Refuses two outputs in one file, of which the first would be lost. @throws HingeError `same-output` */
export function checkOutputsDiffer(
  first: string | undefined,
  option: string,
  second: string | undefined,
): void {
  if (first === undefined || second === undefined) return;
  if (first !== second && (first === "-" || second === "-" || resolve(first) !== resolve(second))) return;
  throw new HingeError("same-output", `${show(second)} is taken by ${option}; name another file`, {
    option: "--report",
  });
}
