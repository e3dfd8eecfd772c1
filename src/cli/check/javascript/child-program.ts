/** The learner's file as a running program. Runs in the child. */
import type { Argument } from "../protocol.ts";
import type { childModules } from "./child-modules.ts";
import type { Callable } from "./found.ts";
import type { Loading } from "./loading.ts";
import type { Keyword, Piece } from "./pieces.ts";

/**
 * Runs the definitions and gets at functions. The function goes to the child as text, so it uses nothing from outside
 * itself.
 */
export function childProgram(
  node: NodeJS.Require,
  { file, url, strict, pieces, imports, importName }: Loading,
  modules: ReturnType<typeof childModules>,
) {
  const { Script } = node("node:vm") as typeof import("node:vm");
  const { dirname } = node("node:path") as typeof import("node:path");
  const { defineProperty, create } = Object;
  const { isArray } = Array;
  const isNan = Number.isNaN;
  const module = { exports: {} };
  const scope = globalThis as unknown as Record<string, unknown>;

  function evaluate(code: string, line = 1): unknown {
    const text = strict ? `"use strict"; ${code}` : code;
    return new Script(text, { filename: file, lineOffset: line - 1 }).runInThisContext();
  }

  /** A global whose value is found when it is first read. */
  function define(names: readonly string[], keyword: Keyword, find: () => Record<string, unknown>): void {
    let busy = false;
    const settle = (name: string, value: unknown) =>
      defineProperty(globalThis, name, { value, writable: true, configurable: true });
    for (const name of names) {
      defineProperty(globalThis, name, {
        configurable: true,
        get: () => {
          // `var svm = svm || {}`
          if (busy && keyword === "var") return undefined;
          if (busy) throw new ReferenceError(`Cannot access '${name}' before initialization`);
          busy = true;
          try {
            const found = find();
            for (const one of names) settle(one, found[one]);
            return found[name];
          } finally {
            busy = false;
          }
        },
        set: (value) => {
          if (keyword === "const") throw new TypeError("Assignment to constant variable.");
          settle(name, value);
        },
      });
    }
  }

  function run({ do: when, code, line, names = [], keyword = "let", pattern = false }: Piece): void {
    if (when === "later") {
      define(names, keyword, () => {
        const value = evaluate(code, line);
        return pattern ? (value as Record<string, unknown>) : { [names[0]!]: value };
      });
      return;
    }
    for (const name of names) scope[name] = undefined;
    evaluate(code, line);
  }

  function start(): void {
    const importLate = (specifier: string) => Promise.resolve().then(() => modules.require(specifier));
    const given = {
      module,
      exports: module.exports,
      require: modules.require,
      __filename: file,
      __dirname: dirname(file),
      [importName]: Object.assign(importLate, { meta: { url } }),
    };
    for (const [name, value] of Object.entries(given)) {
      defineProperty(globalThis, name, { value, writable: true, configurable: true });
    }
    for (const { local, module: specifier, member } of imports) {
      define([local], "const", () => ({ [local]: modules.member(specifier, member) }));
    }
    for (const piece of pieces) {
      try {
        run(piece);
      } catch {
        // A definition that cannot be made is missed, with its line, by who needs it.
      }
    }
  }

  /** A fresh instance; where the constructor needs what nobody gives it, one that it has not seen. */
  function instanceOf({ of, how }: Callable): Record<string, unknown> {
    const owner = evaluate(`(${of})`) as { prototype: object };
    if (how === "object") return create(owner as object);
    try {
      return Reflect.construct(owner as never, []);
    } catch (error) {
      if (error instanceof modules.MissingModule) throw error;
      return create(owner.prototype);
    }
  }

  /** The attributes that a fresh instance lacks. */
  function missing(found: Callable): readonly string[] {
    if (found.attributes === undefined) return [];
    try {
      const self = instanceOf(found);
      return found.attributes.filter((name) => {
        const value = self[name];
        const isEmpty = isArray(value) && value.length === 0;
        return value === undefined || value === null || isNan(value) || isEmpty;
      });
    } catch {
      return found.attributes;
    }
  }

  function call(
    found: Callable,
    args: readonly unknown[],
    self: Readonly<Record<string, Argument>>,
    build: (argument: Argument) => unknown,
  ): unknown {
    const { how, of, member } = found;
    if (how === "plain") {
      const f = evaluate(`(${of})`) as (...given: readonly unknown[]) => unknown;
      return Reflect.apply(f, undefined, args);
    }
    const owner = how === "static" ? (evaluate(`(${of})`) as Record<string, unknown>) : instanceOf(found);
    for (const name of Object.keys(self)) owner[name] = build(self[name]!);
    return Reflect.apply(owner[member!] as () => unknown, owner, args);
  }

  return { start, missing, call };
}
