// Ends the process with one sentence where Node is too old. Keep to syntax that the oldest Node that knows ES modules can parse.
const [major, minor] = process.versions.node.split(".").map(Number);

// package.json's engines field asks for 20.19; Vite and rolldown, which build and test, also need 22.12 of
// the 22 line (before it, require() of an ES module is missing) and leave 21 out.
const newEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!newEnough) {
  console.error(`hinge needs Node 20.19, 22.12 or newer, and this is Node ${process.versions.node}.`);
  process.exit(1);
}
