/** Prints, as JSON, how a module of words in another language differs from the English: node same_words.mjs <folder> <language> <module> */
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const [, , folder, language, name] = process.argv;

/** @returns {unknown} what kind of text a value is: a function by the values it takes and makes use of, the rest part by part */
function shape(value) {
  if (typeof value === "function") return taken(String(value));
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "object") return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
  return typeof value === "string" && !value.trim() ? "blank" : typeof value;
}

/** @param {string} source of a function @returns {string} such as: (kind, n) with kind, n */
function taken(source) {
  const code = source.replace(/\/\*.*?\*\//gs, "");
  const start = code.indexOf("(");
  let end = start, depth = 0;
  do depth += {"(": 1, ")": -1}[code[end++]] ?? 0; while (depth);
  const values = code.slice(start, end).replace(/\s+/g, " ").replace("( ", "(");
  const used = (values.match(/\w+/g) ?? []).filter((each) => new RegExp(`\\b${each}\\b`).test(code.slice(end)));
  return `${values} with ${used.join(", ")}`;
}

const [english, other] = await Promise.all([folder, join(folder, language)].map((place) => import(pathToFileURL(join(place, name)).href)));
const [needed, given] = [english, other].map((module) => JSON.stringify(shape({...module})));
const differences = needed === given ? [] : [`${given} is not ${needed}`];
const mark = (1.5).toLocaleString(language)[1], {decimalMark = mark} = other.words ?? {};
if (decimalMark !== mark) differences.push(`the decimal mark is ${mark}, not ${decimalMark}`);
console.log(JSON.stringify(differences));
