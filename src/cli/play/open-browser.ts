import { spawn } from "node:child_process";
import { platform } from "node:os";

/** Each system's own way to open an address. */
const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  // What the shell's `start` does, without the shell.
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/**
 * Opens an address in the user's browser.
 *
 * @returns whether a browser seems to have been found; it is never waited for longer than `patience` milliseconds
 */
export function openBrowser(address: string, system = platform(), patience = 2000): Promise<boolean> {
  const [command, ...args] = openers[system] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, address], { stdio: "ignore", detached: true });
    const timer = setTimeout(() => resolve(true), patience);
    const settle = (found: boolean): void => {
      clearTimeout(timer);
      resolve(found);
    };
    child.once("error", () => settle(false));
    // Some openers stay as long as the browser does; those that fail say so at once.
    child.once("exit", (code) => settle(code === 0));
    child.unref();
  });
}
