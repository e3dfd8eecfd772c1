import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";
import { placeOf } from "./words.ts";

export const labelMistakes: readonly Mistake[] = [
  {
    id: "labels-shifted",
    part: "data",
    title: "The labels are off by one",
    signature: "the right gradient and loss of y + 1 or y - 1, round the classes",
    tell: (detail) => {
      const down = detail.variant === "-1";
      const shift = detail.variant === undefined ? "y_i + 1 or y_i - 1" : down ? "y_i - 1" : "y_i + 1";
      return {
        headline: `the labels are off by one in ${placeOf(detail)}`,
        equation: "the true class of sample i is y_i, and its score s_{y_i}",
        instead: `${shift} is taken for the true class`,
        summary: `Labels count from 0 here, and class k is column k of a D x C matrix W. ${
          detail.variant === undefined
            ? "With the index moved by one every sample is pulled towards a class that is not its own."
            : down
              ? "Subtracting 1, as for labels from 1, moves every class to the one before it, and in NumPy index -1 silently means the last class."
              : "Adding 1 moves every class to the one after it, and the last class out of the matrix or round to the first."
        } Everything else is right: it is the right answer for other labels.`,
        fix: "Use y as it is for the index.",
        numpy: "correct = scores[np.arange(num_train), y][:, None]",
        javascript: "const correct = scores[i][y[i]];",
      };
    },
    example: {
      detail: { where: "both", variant: "-1" },
      gradient: [{ stage: "labels", value: -1 }],
      loss: [{ stage: "labels", value: -1 }],
    },
    suspects: {
      numpy: [line("\\by(?:\\[i\\])?\\s*[-+]\\s*1\\b")],
      javascript: [line("\\by\\[i\\]\\s*[-+]\\s*1\\b")],
    },
    wrongCode: {
      numpy: "correct = scores[np.arange(num_train), y - 1][:, None]",
      javascript: "const correct = scores[i][(y[i] - 1 + C) % C];",
    },
  },
];
