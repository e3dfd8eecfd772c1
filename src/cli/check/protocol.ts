/**
 * What hinge and a child process that runs someone's code say to each other: one JSON object a line, a request
 * down, an answer up, over two pipes of their own (the code's stdout and stderr are not heard). The same for
 * Python and JavaScript, so that everything above (which argument is which, which problems, which verdict) is
 * written once.
 */

/** A dense array, row-major. NaN and infinities travel as the strings "nan", "inf", "-inf". */
export interface WireArray {
  readonly kind: "array";
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
  /** NumPy's name of the element type: "float64", "float32", "uint8", "int64", ... */
  readonly dtype: string;
  /**
   * JavaScript only, what the code is given: rows as arrays of numbers, rows as typed arrays, one flat typed array,
   * or {data, shape}. Python always gets an ndarray.
   */
  readonly form?: "rows" | "typed-rows" | "flat" | "matrix";
}

export interface WireNumber {
  readonly kind: "number";
  readonly value: number | string;
  readonly dtype?: string;
}

export type Argument =
  | WireArray
  | WireNumber
  | { readonly kind: "none" }
  /** An object with these properties (JavaScript only). */
  | { readonly kind: "dict"; readonly items: Readonly<Record<string, Argument>> };

/** Anything that a function may return. Strings and type names are cut to 200 characters. */
export type Returned =
  | WireArray
  | WireNumber
  | { readonly kind: "none" }
  | { readonly kind: "list"; readonly items: readonly Returned[] }
  | { readonly kind: "dict"; readonly items: Readonly<Record<string, Returned>> }
  | { readonly kind: "other"; readonly type: string; readonly text: string };

export interface Parameter {
  readonly name: string;
  readonly hasDefault: boolean;
  /** The default where it is a number, a string, a boolean or None/null/undefined. */
  readonly defaultValue?: number | string | boolean | null;
  /** Called by name only (Python's keyword-only), or *args/**kwargs/...rest, which are never given. */
  readonly how?: "keyword" | "rest";
  /** JavaScript only, a destructured object: `{ W, X, y, reg = 0.1 }`. It is given as a "dict" of these names. */
  readonly properties?: readonly Parameter[];
}

export interface FunctionFound {
  /** As it is called: `svm_loss`, or `LinearSVM.loss` for a method (its own `self` is not among the parameters). */
  readonly name: string;
  /** First line in the text that was given, from 1, and the last. */
  readonly line: number;
  readonly endLine: number;
  readonly parameters: readonly Parameter[];
  /**
   * For a method: the attributes of self that it, or a method that it calls, reads before it sets them and that are
   * no number or array in a fresh instance.
   */
  readonly attributes?: readonly string[];
}

export type Request =
  | { readonly do: "load" }
  | {
      readonly do: "call";
      readonly function: string;
      /** By position, then by name. */
      readonly args: readonly Argument[];
      readonly named?: Readonly<Record<string, Argument>>;
      /** Attributes to set on a fresh instance before a method is called. */
      readonly self?: Readonly<Record<string, Argument>>;
      /** Seconds this one call may take. */
      readonly limit: number;
    };

/**
 * Why there is no result. `line` is a line of the given text where one is known. In messages and notes a child
 * writes `{line:12}` for a line; the Runner says it as `place(12)`.
 */
export interface Failure {
  readonly kind:
    | "syntax" // the text does not parse
    | "missing-module" // it needs a module that is not there; `module` names it
    | "raised" // an exception
    | "timeout" // ran past its limit
    | "exit" // it ended the process
    | "memory" // it passed the limit of memory
    | "too-large"; // the result holds more than it may
  readonly message: string;
  readonly line?: number;
  readonly module?: string;
}

export type Answer =
  | {
      readonly loaded: true;
      readonly functions: readonly FunctionFound[];
      /** What was changed or left out so that it could run, one sentence each. */
      readonly notes: readonly string[];
    }
  | {
      readonly returned: Returned;
      /** Places in args (or names, a dict's too) of arrays that the call changed. */
      readonly changed: readonly (number | string)[];
      readonly printed: boolean;
      readonly notes?: readonly string[];
    }
  | { readonly failure: Failure };

/** Someone's code in a child process. */
export interface Runner {
  readonly language: "python" | "javascript";
  readonly functions: readonly FunctionFound[];
  readonly notes: readonly string[];
  /** The text as the line numbers count it (for a notebook: its cells one below the other). */
  readonly source: readonly string[];
  /** Where a line of `source` stands, as people say it: "line 12", or "cell 3, line 4". */
  place(line: number): string;
  /** A call that fails says so in its answer; only a fault of ours throws. A child that died is started anew. */
  call(request: Extract<Request, { do: "call" }>): Promise<Exclude<Answer, { loaded: true }>>;
  close(): void;
}
