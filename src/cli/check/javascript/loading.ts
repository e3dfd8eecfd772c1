import type { Callable } from "./found.ts";
import type { LocalModules } from "./local-modules.ts";
import type { Import } from "./module-marks.ts";
import type { Piece } from "./pieces.ts";

/** What the child is told of the learner's file when it is to load it. */
export interface Loading {
  /** Its path. */
  readonly file: string;
  readonly url: string;
  /** Whether it is a module, or says "use strict". */
  readonly strict: boolean;
  readonly pieces: readonly Piece[];
  readonly imports: readonly Import[];
  /** What stands in the pieces for `import`. */
  readonly importName: string;
  readonly functions: readonly Callable[];
  readonly local: LocalModules;
  readonly notes: readonly string[];
}
