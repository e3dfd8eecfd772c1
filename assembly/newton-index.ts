// What the module of second-order steps exports, which is loaded when second-order steps are wanted; all in f64.

import {
  finiteActive,
  finiteAdd,
  finiteAlong,
  finiteCurvatures,
  finiteFactor,
  finiteGradient,
  finiteLosses,
  finiteMove,
  finiteRecentre,
  finiteSlopes,
  finiteStep,
  finiteSums,
  finiteVariables,
} from "./finite-newton";
import { factor, residualOf, solveFactor, weighProducts } from "./factor";
import { newtonBlock, newtonDiagonal } from "./newton-blocks";
import { conjugateBegin, conjugateEnd, conjugateSteps } from "./newton-conjugate";
import { curvedDense, curvedSparse } from "./newton-curved";
import { newtonEnvelope, newtonMove } from "./newton-envelope";
import { newtonHinges, newtonWeights } from "./newton-passes";
import { Newton } from "./newton-plan";

export function newtonCurved(plan: Newton, isDense: bool): void {
  if (isDense) curvedDense(plan);
  else curvedSparse(plan);
}

export { addSparseSquare, addSquare, factorPanel } from "./cholesky";
export { classBegin, classConjugate, classEnd, classOuter, classScores } from "./class-newton";
export { conjugateBegin, conjugateEnd, conjugateSteps };
export { faceSlopes, faceWeights } from "./newton-face";
export { newtonBlock, newtonDiagonal, newtonEnvelope, newtonHinges, newtonMove, newtonWeights };
export { factor, residualOf, solveFactor, weighProducts };
export { finiteActive, finiteAdd, finiteAlong, finiteCurvatures, finiteGradient, finiteLosses, finiteMove, finiteRecentre };
export { finiteFactor, finiteSlopes, finiteStep, finiteSums, finiteVariables };
