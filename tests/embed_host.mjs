/* Runs elmweb-predictor as a program would: imports the module, loads the file, predicts each list of rows; or says what failed. */
import { readFileSync } from "node:fs";

const [modulePath, modelPath] = process.argv.slice(2);
const { loadModel, PredictorError } = await import(modulePath);
const { asked, csv } = JSON.parse(readFileSync(0, "utf8"));

/** Dates cannot cross as JSON. */
const alive = (row) => (row && typeof row === "object" ? Object.fromEntries(Object.entries(row).map(([name, cell]) =>
  [name, cell && typeof cell === "object" && "date" in cell ? new Date(cell.date) : cell])) : row);

const said = (error) => ({ error: error.message, isOurs: error instanceof PredictorError, rule: error.rule });
try {
  const model = await loadModel(new Uint8Array(readFileSync(modelPath)));
  const answers = asked.map((rows) => {
    try {
      return model.predict(Array.isArray(rows) ? rows.map(alive) : rows);
    } catch (error) {
      return said(error);
    }
  });
  const { name, task, targets, classes, columns } = model;
  process.stdout.write(JSON.stringify({ about: { name, task, targets, classes, columns }, answers, csv: csv && model.predictCsv(csv) }));
} catch (error) {
  process.stdout.write(JSON.stringify(said(error)));
}
