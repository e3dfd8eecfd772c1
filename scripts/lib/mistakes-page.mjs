/** @typedef {import("../../src/check/diagnosis/mistakes/mistake.ts").Mistake} Mistake */
/** @typedef {import("../../src/check/diagnosis/mistakes/example.ts").WorkedExample} WorkedExample */

const introduction = `# Why your SVM gradient is wrong

You derived the gradient of the multiclass SVM loss by hand, and something is off: the numerical check fails, or passes and the training still goes wrong. This page lists the mistakes that people make, each with its exact signature, the code that makes it, the smallest numbers that show it, the reason, and the repair.

It is generated from the definitions that \`hinge check\` uses, and the examples are computed, so that the page and the checker cannot disagree. To have your own code read:

\`\`\`sh
npx hinge check linear_svm.py     # or .ipynb, .js, .ts: names the mistake and the repair
npx hinge explain --derive        # where the right gradient comes from, step by step
\`\`\`

## The right gradient

X is N x D, a row a sample; y holds N class numbers, 0 to C - 1; the scores of a sample are s = W x. Where a matrix stands in code or in an example, W and dW are D x C in NumPy, as in the course CS231n, and have a row a class, \`W[j][d]\`, in JavaScript.

    m_ij = s_j - s_y + delta    for every class j but the true one, y = y_i
    I_ij = 1[m_ij > 0]          1 where the margin is violated, else 0
    c_i  = sum_j I_ij           how many are
    M    = I, with M[i, y_i] = -c_i

    L    = (1/N) sum_i sum_{j != y_i} max(0, m_ij) + lambda*|W|^2
    dW   = (1/N) X^T M + 2*lambda*W

In NumPy:

\`\`\`python
scores = X.dot(W)
correct = scores[np.arange(num_train), y][:, None]
margins = np.maximum(0, scores - correct + delta)
margins[np.arange(num_train), y] = 0
loss = np.sum(margins) / num_train + reg * np.sum(W * W)

mask = (margins > 0) * 1.0
count = mask.sum(axis=1)
mask[np.arange(num_train), y] = -count
dW = X.T.dot(mask) / num_train + 2 * reg * W
\`\`\`

The lines below use these names. Row j of dW, or dW_j, is what belongs to class j, which is column j where W is D x C. R is what was submitted minus what is right.

## Why the usual check does not find them

- 24 published solutions of the course's exercise were read: 8 are wrong. 3 halve the regulariser's gradient, 3 have a wrong regulariser in the loss, 2 count the correct class. The course's own check lets them pass.
- In the course's setting (N = 500, D = 3073, C = 10, W = 1e-4 times normal numbers, h = 1e-5) 19.5 % of the coordinates cross a kink within h. There a right gradient has a relative error of up to 7e-2 (median 2e-3); without a crossing it is 1.7e-11. lambda*W in place of 2*lambda*W, at lambda = 50, makes an error of 1.8e-4: it hides below that.
- At W = 0 eight wrong gradients equal the right one exactly, at 1e-4 times normal numbers still two. After 30 steps of descent, or at W = 0.5 times normal numbers, none of 21 did. So check at weights that are not small, at several, and with C, D and N all different.
`;

const conventions = `## What is not a mistake

These are conventions. \`hinge check\` names the one that you follow and does not blame you for it, as long as loss and gradient follow the same.

| convention | what it changes |
|---|---|
| lambda*\\|W\\|^2 or (lambda/2)*\\|W\\|^2 | the gradient is 2*lambda*W or lambda*W |
| mean over the samples or sum | 1/N in front of the data part of both, or of neither |
| a further 1/C | as in PyTorch's MultiMarginLoss, in both |
| D x C or C x D | dW has W's shape |
| with or without a bias row, regularised or not | the bias is a feature that is always 1 |
| delta | 1 in the course; any number above 0 in both |
| the sum over all violated classes, the worst one alone, or one question a class | Weston-Watkins, Crammer-Singer, one-vs-all: each is a loss of its own, with its own gradient |
| \`>\` or \`>=\` at a margin of exactly 0 | the loss has a kink there, and each of the two is a subgradient |
| which of several equally bad classes the maximum takes | the same, for Crammer-Singer |
| float32 | errors of about 1e-7 without any structure: rounding |
`;

/**
 * The page "Why your SVM gradient is wrong", in Markdown.
 *
 * @param {readonly Mistake[]} mistakes
 * @param {(mistake: Mistake) => Promise<WorkedExample | undefined>} exampleOf
 */
export async function mistakesPage(mistakes, exampleOf) {
  const sections = [];
  for (const mistake of mistakes) sections.push(section(mistake, await exampleOf(mistake)));
  return [introduction, contents(mistakes), conventions, "## The mistakes\n", ...sections].join("\n");
}

/** @param {readonly Mistake[]} mistakes */
function contents(mistakes) {
  const rows = mistakes.map(({ id, title }) => `| [\`${id}\`](#${id}) | ${title} |`);
  return ["## The list\n", "| id | mistake |", "|---|---|", ...rows, ""].join("\n");
}

/**
 * @param {Mistake} mistake
 * @param {WorkedExample | undefined} example
 */
function section(mistake, example) {
  const { id, title, signature, wrongCode } = mistake;
  const told = mistake.tell(mistake.example?.detail ?? { where: "gradient" });
  return [
    `### ${id}`,
    `**${title}.** Signature: \`${signature}\`.`,
    indent(`right   ${told.equation}\nwrong   ${told.instead}`),
    "What it looks like:",
    fence("python", wrongCode.numpy),
    fence("js", wrongCode.javascript),
    ...(example === undefined ? [] : [worked(example)]),
    `Why: ${told.summary}`,
    `Repair: ${told.fix}`,
    fence("python", told.numpy),
    fence("js", told.javascript),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, "    ");
}

/** @param {string} language @param {string} code */
function fence(language, code) {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** @param {WorkedExample} example */
function worked({ point, right, yours }) {
  const { X, y, W, nSamples, nFeatures, nScores, lambda } = point;
  const samples = Array.from({ length: nSamples }, (_, i) => [
    ...X.subarray(i * nFeatures, (i + 1) * nFeatures),
  ]);
  const weights = Array.from({ length: nFeatures }, (_, d) =>
    Array.from({ length: nScores }, (_, j) => W[j * nFeatures + d] ?? 0),
  );
  return [
    `The smallest example: \`X = ${matrix(samples)}\`, \`y = [${[...y].join(", ")}]\`, \`W = ${matrix(weights)}\` (D x C), delta 1, lambda ${lambda}.\n`,
    "| | right | with the mistake |",
    "|---|---|---|",
    `| loss | ${number(right.loss)} | ${number(yours.loss)} |`,
    `| gradient | \`${matrix(right.gradient)}\` | \`${matrix(yours.gradient)}\` |`,
  ].join("\n");
}

/** @param {readonly (readonly number[])[]} rows */
function matrix(rows) {
  return `[${rows.map((row) => `[${row.map(number).join(", ")}]`).join(", ")}]`;
}

/** @param {number} value */
function number(value) {
  return String(Number(value.toFixed(4)));
}
