/** Loads a model that elmweb saved, and predicts with it in any page. No Python, no network, no dependency. */

/** Where a model comes from: an address, what `fetch` answered, or the file itself. */
export type Source = string | URL | Response | Blob | ArrayBuffer | Uint8Array<ArrayBuffer>;

/** What stands in one cell. `null`, `undefined`, `NaN` and the empty text are missing. Text is read as in the table that
 * the model learned from: its decimal mark, its unit, its dates. A `Date` is for columns of dates. */
export type Cell = string | number | boolean | Date | null | undefined;

/** One row, by the names of its columns. Columns that are not there are missing. */
export type Row = Readonly<Record<string, Cell>>;

/** One of several classes. */
export interface ClassPrediction {
  readonly kind: "class";
  readonly label: string;
  /** Of each class, from 0 to 1; they add up to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/** A number. */
export interface NumberPrediction {
  readonly kind: "number";
  readonly value: number;
  /** From and to: held 9 of 10 numbers of rows left out; null where that was not measured. */
  readonly interval: readonly [number, number] | null;
}

/** Several labels, each on or off. */
export interface LabelsPrediction {
  readonly kind: "labels";
  readonly labels: Readonly<Record<string, boolean>>;
  /** That each label is on, from 0 to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
}

export type Prediction = ClassPrediction | NumberPrediction | LabelsPrediction;

/** Cells of a column that are there, but are not what the column holds; they count as missing. */
export interface Odd {
  readonly column: string;
  readonly values: readonly string[];
}

export interface Answer {
  /** One for each row, in their order. */
  readonly predictions: readonly Prediction[];
  /** Columns of the model that no row has. */
  readonly missing: readonly string[];
  /** Columns of the rows that the model does not know. */
  readonly unused: readonly string[];
  readonly odd: readonly Odd[];
}

/** A table of predictions. */
export interface CsvAnswer {
  /** The names of the table, then those of the predictions. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly missing: readonly string[];
  readonly odd: readonly Odd[];
  /** What stood between the cells. */
  readonly delimiter: string;
}

/** A column that the model takes. */
export interface Column {
  readonly name: string;
  readonly role: "number" | "category" | "date" | "text";
  /** Beside its numbers, such as "EUR"; empty for none. */
  readonly unit: string;
  /** The categories it learned, the most frequent first; empty for other columns. */
  readonly options: readonly string[];
}

export interface Predictor {
  /** Of the table that it learned from. */
  readonly name: string;
  readonly task: "binary" | "multiclass" | "multilabel" | "regression";
  /** The columns that it predicts. */
  readonly targets: readonly string[];
  /** In the order of the probabilities; the targets for several labels, empty for numbers. */
  readonly classes: readonly string[];
  readonly columns: readonly Column[];
  /** Of two classes: from which probability on the second is said; null for the more probable one. */
  readonly threshold: number | null;

  /** Predict rows.
   * @throws {PredictorError} No column of the model is in the rows, or a cell is of a kind that no column takes. */
  predict(rows: readonly Row[]): Answer;

  /** Predict a table as text, with names in its first row; separator, quotes and decimal mark are recognised.
   * @throws {PredictorError} No column of the model is in its first row. */
  predictCsv(text: string): CsvAnswer;
}

/** What went wrong, what is needed and what was found, in one sentence each. */
export class PredictorError extends Error {
  constructor(what: string, facts?: { rule?: string; value?: string });
  readonly name: "PredictorError";
  readonly rule: string;
  readonly value: string;
}

/** Load a model: the file `.elm.zip` from "Save model" on the page, or from `elmweb.export.save_model` in Python.
 * @throws {PredictorError} The file cannot be fetched, is damaged, or holds a model that only Python can run. */
export function loadModel(source: Source): Promise<Predictor>;
