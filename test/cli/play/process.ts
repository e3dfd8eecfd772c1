import { spawn } from "node:child_process";
import { once } from "node:events";
import { bin } from "../../../scripts/lib/build.mjs";

/** Starts `hinge play ... --json` as a process of its own, and waits until it says where it is. */
export async function startPlay(...args: string[]) {
  const child = spawn(process.execPath, [bin, "play", ...args, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close") as Promise<[code: number | null]>;
  const [line] = (await Promise.race([once(child.stdout.setEncoding("utf8"), "data"), ended])) as [string];
  const { address, port } = JSON.parse(line) as { address: string; port: number };
  return {
    address,
    port,
    /** Sends a signal. @returns the exit code */
    async end(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}
