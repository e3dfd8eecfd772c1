import manifest from "../../package.json" with { type: "json" };

/** The version of the package that this is a part of; the bundler leaves only this string of package.json. */
export const version: string = manifest.version;
