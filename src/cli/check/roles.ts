import type { FunctionFound, Parameter } from "./protocol.ts";

/** What a parameter stands for. */
export type Role =
  | "W"
  | "X"
  | "y"
  | "lambda"
  /** C: it multiplies the data term, where lambda multiplies the penalty. */
  | "cost"
  | "bias"
  | "delta"
  | "nSamples"
  | "nFeatures"
  | "nClasses"
  /** A switch without which there is no gradient. */
  | "wants-gradient";

const names: Readonly<Record<Role, RegExp>> = {
  W: /^(w|ws|wt|weights?(_?matrix)?|thetas?|params?|parameters|beta|coefs?|coefficients|model)$/i,
  X: /^(xs?|(train_?|test_?|dev_?|val_?|batch_?|mini_?)?(x|data|inputs?|features|samples|images|examples)(_?(train|test|dev|val|batch|mat|data))?|x_?b)$/i,
  y: /^(ys?|(train_?|test_?|dev_?|batch_?)?(y|labels?|targets?|t|outputs?|ground_?truth|classes|correct_?labels?)(_?(train|test|dev|val|batch|true|data))?|y_?b|gt)$/i,
  lambda:
    /^(reg(ular(i[sz]ation|i[sz]er))?(_?(strength|param|parameter|lambda|coef+|rate|factor|const|term|value|weight))?|_?lamb?da_?(val(ue)?|reg|param)?|lam|lamb|lbd|lmbda|lmd|lambd|l|l2(_?reg)?|reg_?l2|lambda_?(reg|l2)|alpha|weight_?decay|mu|r|rs|strength|penalty|regu|lmbd|λ)$/i,
  cost: /^(C|cost)$/,
  bias: /^(b|bs|bias|biases|b0|intercept)$/,
  delta: /^(delta|margin|Δ)$/i,
  nSamples: /^(n|nsamples|n_samples|num_?(train|samples|examples|data)|m|batch_?size)$/i,
  nFeatures: /^(d|dim|dims|n_?features|num_?(features|dims|dim))$/i,
  nClasses: /^(K|n_?classes|num_?class(es)?|class_?count)$/i,
  "wants-gradient": /^(do_?grad|(compute|return|with|need|calc)_?grad(ient)?s?|grad(ient)?|want_?grad)$/i,
};

const order: readonly Role[] = [
  "W",
  "X",
  "y",
  "lambda",
  "cost",
  "bias",
  "delta",
  "nSamples",
  "nFeatures",
  "nClasses",
  "wants-gradient",
];

export function roleOf(name: string): Role | undefined {
  return order.find((role) => names[role].test(name));
}

/** A function with what each parameter stands for, by position; undefined for one that keeps its default. */
export interface Signature {
  readonly function: FunctionFound;
  readonly roles: readonly (Role | undefined)[];
  /** Attributes of self, by name. */
  readonly self: Readonly<Record<string, Role>>;
  /** It takes a matrix of scores where others take X and W; it stands in W's place. */
  readonly scores: boolean;
}

const scoreNames = /^(scores?|s|logits?|f|z|x|xs|y_?pred|pred(iction)?s?|outputs?|out)$/i;
const lossNames = /loss|svm|hinge|soft_?max|entropy|grad|margin/i;

/** A loss of scores and labels alone, as in `svm_loss(x, y)`. */
function ofScores(found: FunctionFound, parameters: readonly Parameter[]): Signature | undefined {
  const required = parameters.filter(({ hasDefault, how }) => !hasDefault && how !== "rest");
  const [first, second] = required;
  if (first === undefined || second === undefined || required.length !== 2) return undefined;
  const isLoss = scoreNames.test(first.name) && roleOf(second.name) === "y" && lossNames.test(found.name);
  if (!isLoss) return undefined;
  const roles = parameters.map((each): Role | undefined =>
    each === first ? "W" : each === second ? "y" : undefined,
  );
  return { function: found, roles, self: {}, scores: true };
}

/** Functions that use a gradient, or measure one, and are none. */
const otherwise =
  /(^|[._])(train|fit|predict|accuracy|score|scores|plot|show|update|step|sgd|descent|minimi[sz]e|optimi[sz]e|main|test)([A-Z_0-9]|$)|numeric|grad_?check|checkGrad|^eval|num_?correct/i;
const otherwiseInCamelCase = /[a-z](Train|Fit|Predict|Accuracy|Score|Plot|Update|Step)([A-Z_0-9]|$)/;

/**
 * The ways in which a function may be a loss or a gradient of W, X and y, the likeliest first; none if it cannot be.
 *
 * @param named it was asked for by name, so that odd names of parameters do not matter
 */
export function signaturesOf(found: FunctionFound, named: boolean): Signature[] {
  if (!named && (otherwise.test(found.name) || otherwiseInCamelCase.test(found.name))) return [];
  const parameters = found.parameters.flatMap((each) => each.properties ?? [each]);
  const roles = distinctRoles(parameters);
  const self: Record<string, Role> = {};
  for (const attribute of found.attributes ?? []) {
    const role = roleOf(attribute);
    if (role !== undefined && !roles.includes(role)) self[attribute] = role;
  }
  const scores = Object.keys(self).length === 0 ? ofScores(found, parameters) : undefined;
  if (scores !== undefined) return [scores];
  const known = new Set<Role | undefined>([...roles, ...Object.values(self)]);
  const open = parameters.flatMap((each, k) =>
    roles[k] === undefined && !each.hasDefault && each.how !== "rest" ? [k] : [],
  );
  const missing = (["W", "X", "y"] as const).filter((role) => !known.has(role));
  if (open.length === 0 && missing.length === 0) return [{ function: found, roles, self, scores: false }];
  // A name that says nothing: it stands for what is missing, in some order.
  const clear = known.has("X") || known.has("y") || known.has("W");
  if (open.length === 0 || open.length < missing.length || !(named || (clear && missing.length <= 1)))
    return [];
  const wanted: (Role | undefined)[] = [...missing, ...(known.has("lambda") ? [] : (["lambda"] as const))];
  return orders(wanted.slice(0, open.length)).map((fill) => ({
    function: found,
    roles: roles.map((role, k) => (open.includes(k) ? fill[open.indexOf(k)] : role)),
    self,
    scores: false,
  }));
}

/** Each role once: of two parameters with the same role the first that has no default, or the first, has it. */
function distinctRoles(parameters: readonly Parameter[]): (Role | undefined)[] {
  const first = parameters.map(({ name, how }) => (how === "rest" ? undefined : roleOf(name)));
  // Beside N, D or a lambda, C is the number of classes.
  const counts = (["nSamples", "nFeatures", "lambda"] as const).some((role) => first.includes(role));
  const all = first.map((role) => (role === "cost" && counts ? "nClasses" : role));
  return all.map((role, k) => {
    const rivals = all.flatMap((other, at) => (other === role ? [at] : []));
    const chosen = rivals.find((at) => !parameters[at]!.hasDefault) ?? rivals[0];
    // A switch or a margin that has a default keeps it.
    const keeps =
      parameters[k]!.hasDefault && (role === "delta" || typeof parameters[k]!.defaultValue === "string");
    return chosen === k && !keeps ? role : undefined;
  });
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, k) =>
    orders([...items.slice(0, k), ...items.slice(k + 1)]).map((rest) => [item, ...rest]),
  );
}
