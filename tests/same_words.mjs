/** Prints, as JSON, how a module of words in another language differs from the English: node same_words.mjs <folder> <language> <module> */
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const [, , folder, language, name] = process.argv;

/** @returns {unknown} what kind of text a value is: a function by how many values it takes, the rest part by part */
function shape(value) {
  if (typeof value === "function") return `${value.length} values`;
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "object") return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
  return typeof value;
}

const [english, other] = await Promise.all([folder, join(folder, language)].map((place) => import(pathToFileURL(join(place, name)).href)));
const [needed, given] = [english, other].map((module) => JSON.stringify(shape({...module})));
console.log(JSON.stringify(needed === given ? [] : [`${given} is not ${needed}`]));
