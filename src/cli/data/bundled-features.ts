/** What the columns of the bundled files measure, which the files themselves do not say. */

const CELL = [
  "radius",
  "texture",
  "perimeter",
  "area",
  "smoothness",
  "compactness",
  "concavity",
  "concave_points",
  "symmetry",
  "fractal_dimension",
];

/** Names of the features of each set whose file has no header, in the columns' order. */
export const FEATURE_NAMES = {
  /** Row and column of each pixel, from the upper left. */
  digits: Array.from({ length: 64 }, (_, j) => `pixel_${j >> 3}_${j & 7}`),
  iris: ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"],
  wine: [
    "alcohol",
    "malic_acid",
    "ash",
    "alcalinity_of_ash",
    "magnesium",
    "total_phenols",
    "flavanoids",
    "nonflavanoid_phenols",
    "proanthocyanins",
    "color_intensity",
    "hue",
    "od280_od315_of_diluted_wines",
    "proline",
  ],
  breastCancer: ["mean", "error", "worst"].flatMap((kind) => CELL.map((measure) => `${kind}_${measure}`)),
  heart: [
    "age",
    "sex",
    "chest_pain_type",
    "resting_blood_pressure",
    "serum_cholesterol",
    "fasting_blood_sugar",
    "resting_electrocardiogram",
    "maximum_heart_rate",
    "exercise_induced_angina",
    "oldpeak",
    "slope",
    "major_vessels",
    "thal",
  ],
};
