/** Prints, as JSON, the strings of scripts that a person would read: node readable.mjs <typescript.js> <script>... */
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const [, , typescript, ...files] = process.argv;
const ts = createRequire(import.meta.url)(typescript);

const WORD = "\\p{L}{2,}";
/** Two words in a row, one with a capital letter, or one beside a value. */
const SENTENCE = new RegExp(
  `${WORD}[\u2019']?\\w*[,;:.%)]?\\s+\\(?(?:\\{\\}\\s+)?${WORD}|(?:^|\\s)\\p{Lu}\\p{Ll}+|\\{\\}\\s+${WORD}|${WORD}\\s+\\{\\}`, "u");
const TAG = /<[^<>]*>?/g;
const SAID_BY_A_TAG = /(?:aria-label|title|placeholder|alt)="([^"]*)/g;
const FOR_PROGRAMS = new Set(["class", "className", "type", "href", "d", "kind", "name"]);
const ERRORS_OF_PROGRAMMERS = new Set(["Error", "RangeError", "TypeError", "DOMException"]);
const CALLS_OF_PROGRAMS = /(?:querySelector(?:All)?|matches|closest|addEventListener|getElementById|matchMedia|\$\$?|startsWith|endsWith|includes|split|join|import|runPython|warn|log|error|info|debug)$/;

/** @returns {boolean} whether a string is for programs: a key, a class, a selector, a media query, a line of the console */
function isCode(node) {
  const {parent} = node;
  if (node.text?.startsWith("btn ")) return true; // CSS classes, wherever they are handed on
  if (ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText())) return true;
  if (ts.isElementAccessExpression(parent) || ts.isCaseClause(parent) || ts.isLiteralTypeNode(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.name === node || FOR_PROGRAMS.has(parent.name.getText().replaceAll('"', ""));
  if (ts.isNewExpression(parent)) return ERRORS_OF_PROGRAMMERS.has(parent.expression.getText());
  return ts.isCallExpression(parent) && CALLS_OF_PROGRAMS.test(parent.expression.getText());
}

/** @returns {[number, string][]} line and text of each */
function readable(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = [];
  (function visit(node) {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const text = ts.isStringLiteralLike(node) ? node.text : ts.isTemplateExpression(node)
      ? node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join("") : undefined;
    if (text !== undefined && !isCode(node)) {
      for (const said of [text.replace(TAG, " "), ...[...text.matchAll(SAID_BY_A_TAG)].map(([, label]) => label)]) {
        if (SENTENCE.test(said)) found.push([source.getLineAndCharacterOfPosition(node.getStart()).line + 1, said.trim().replace(/\s+/g, " ")]);
      }
    }
    ts.forEachChild(node, visit);
  })(source);
  return found;
}

console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file, readable(file)]))));
