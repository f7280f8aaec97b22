/** Prints, as JSON, what modules of words offer: node shape_of_words.mjs <script>... */
import {pathToFileURL} from "node:url";

/** @returns {unknown} what kind of text it is: "text", the parameters of a function, or the same of each part */
function shape(value) {
  if (typeof value === "string") return value.trim() ? "text" : "blank";
  if (typeof value === "function") return parameters(String(value));
  if (Array.isArray(value)) return value.map(shape);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shape(each)]));
}

/** @param {string} source @returns {string} what it is called with, as it is written, and which of that it makes use of */
function parameters(source) {
  const code = source.replace(/\/\*.*?\*\//gs, "");
  const start = code.indexOf("(");
  let end = start, depth = 0;
  do depth += {"(": 1, ")": -1}[code[end++]] ?? 0; while (depth);
  const list = code.slice(start, end).replace(/\s+/g, " ").replace("( ", "(");
  const names = list.match(/\w+/g) ?? [];
  const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code.slice(end)));
  return `${list} uses ${used.join(", ")}`;
}

const shapes = {};
for (const path of process.argv.slice(2)) {
  const {...offered} = await import(pathToFileURL(path).href);
  shapes[path] = shape(offered);
}
console.log(JSON.stringify(shapes));
