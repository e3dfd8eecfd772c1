/** What the learner's code imports. Runs in the child. */
import type { LocalModule, LocalModules } from "./local-modules.ts";

/** Makes `require`. The function goes to the child as text, so it uses nothing from outside itself. */
export function childModules(node: NodeJS.Require, file: string, { modules, uses }: LocalModules) {
  const { createRequire, isBuiltin } = node("node:module") as typeof import("node:module");
  const { dirname } = node("node:path") as typeof import("node:path");
  const { runInThisContext } = node("node:vm") as typeof import("node:vm");
  const fromFile = createRequire(file);
  const loaded = new Map<string, { exports: unknown }>();
  const notes: string[] = [];

  class MissingModule extends Error {
    constructor(readonly module: string) {
      super(`it needs the module "${module}", which is not there`);
    }
  }

  function requireFrom(own: LocalModule["uses"]) {
    return (specifier: string): unknown => {
      const name = specifier.replace(/^node:/, "");
      if (name === "process") return process;
      if (isBuiltin(specifier)) return node(specifier);
      const local = own[specifier];
      if (local !== undefined) return evaluate(local);
      try {
        return fromFile(specifier);
      } catch (error) {
        const { code } = error as { code?: string };
        const isAbsent =
          code === "MODULE_NOT_FOUND" || code === "ERR_ACCESS_DENIED" || code === "ERR_REQUIRE_ESM";
        if (isAbsent) return standIn(specifier);
        throw error;
      }
    };
  }

  function evaluate(key: string): unknown {
    const known = loaded.get(key);
    if (known !== undefined) return known.exports;
    const { file: filename, code, uses: own } = modules[key]!;
    const module = { exports: {} };
    loaded.set(key, module);
    const wrapper = `(function (exports, require, module, __filename, __dirname) { ${code}\n})`;
    runInThisContext(wrapper, { filename }).call(
      module.exports,
      module.exports,
      requireFrom(own),
      module,
      filename,
      dirname(filename),
    );
    return module.exports;
  }

  /** Stands for a module that is not there: it can be imported and handed on, not used. */
  function standIn(specifier: string): unknown {
    const note = `The module "${specifier}" is not there; what needs it cannot run.`;
    if (!notes.includes(note)) notes.push(note);
    const fail = () => {
      throw new MissingModule(specifier);
    };
    const proxy: unknown = new Proxy(() => {}, {
      get: (_, key) => (key === "__esModule" ? true : typeof key === "symbol" ? fail() : part),
      has: fail,
      apply: fail,
      construct: fail,
    });
    // What is taken from it fails when it is used, too: `import { dot } from` may be read long before a call.
    const part = new Proxy(() => {}, {
      get: (_, key) => (typeof key === "symbol" ? fail() : part),
      apply: fail,
      construct: fail,
    });
    return proxy;
  }

  /** What an import of this module's member binds. */
  function member(specifier: string, name: string): unknown {
    const all = require(specifier) as Record<string, unknown>;
    if (name === "*") return all;
    if (name !== "default") return all[name];
    return all.__esModule ? all.default : all;
  }

  const require = requireFrom(uses);
  return { require, member, notes, MissingModule };
}
