// @ts-check
/** What the build says of the site: the files of each Python, their size, and the document it has rendered. */

/**
 * @typedef {{bundles: string[]}} Tiers
 * @typedef {object} Site
 * @property {string} version of the files a snapshot is taken with
 * @property {{wasm: string, stdlib: string, env: Record<string, string>}} start what every Python needs
 * @property {Tiers} page
 * @property {Tiers} engine
 * @property {{page: number, engine: number}} bytes
 * @property {{file: string, fingerprint: string, roots: Record<string, string>}} document roots: model ids, by slot
 */

/** @type {Site} */
export const site = await (await fetch("site.json")).json();
