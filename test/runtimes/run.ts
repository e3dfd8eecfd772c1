// The battery as a program: in Node, Deno and Bun it prints what it found, as JSON.
import { battery } from "./battery.ts";

console.log(JSON.stringify(await battery()));
