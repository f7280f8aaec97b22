/* Runs the scripts of web/predictor without a page: reads a stored model and a CSV from stdin, writes the predicted rows. */
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const { script, stored, csv } = JSON.parse(readFileSync(0, "utf8"));
const Model = runInThisContext(`${script}\nModel;`);
process.stdout.write(JSON.stringify(new Model(stored).predictCsv(csv)));
