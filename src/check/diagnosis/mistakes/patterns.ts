/** Pieces of regular expressions: what the gradient, the regularisation strength and the weights are called in real code. */
const names = {
  dW: "\\b(?:d_?[Ww]|d_?[Tt]heta|grad\\w*)",
  index: "(?:\\[.*?\\])*",
  reg: "\\b(?:reg\\w*|lam\\w*|l2\\w*)\\b",
  W: "\\b(?:W|w|theta|weights)\\b",
  X: "\\b(?:X|x)\\w*\\b",
  loss: "\\b(?:loss\\w*|data_loss|cost|L)",
  margins: "\\b(?:margins?|hinges?)\\b",
  mask: "\\b(?:margins?|mask|binary|indicators?|M)\\b",
  N: "\\b(?:num_train|num_samples|n_samples|N|X\\.shape\\[0\\]|X\\.length|len\\(y\\)|y\\.length)",
  C: "\\b(?:num_class(?:es)?|n_classes|C|K|W\\.shape\\[1\\]|W\\.length)",
} as const;

/** A regular expression over a line of code in which `{dW}`, `{reg}`, ... stand for the names that such things have. */
export function line(pattern: string): RegExp {
  return new RegExp(pattern.replace(/\{(\w+)\}/g, (_, name: keyof typeof names) => names[name]));
}
