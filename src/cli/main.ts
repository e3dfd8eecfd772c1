import { version } from "./version.ts";

// Asked for in scripts, and answered before anything else is loaded.
if (process.argv[2] === "--version" || process.argv[2] === "-V") {
  process.stdout.write(`${version}\n`);
} else {
  const { guardStreams } = await import("./streams.ts");
  const { run } = await import("./program.ts");
  guardStreams();
  process.exitCode = await run(process.argv.slice(2));
}
