// Writes the values of the form as the text of an assessment file, which nhsdx reads unchanged.
// Unfinished values would make the file invalid: they are kept in comments, which only this form reads.

const TOML_NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const HIDDEN = new RegExp(
  "[\\0-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f" +
    "\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]",
  "gu",
);
const SHORT_ESCAPES = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f" };

function writeAssessment(data) {
  return new Writing(data, settle(data.values)).write();
}

class Writing {
  constructor(data, settled) {
    this.data = data;
    this.settled = settled;
    this.notes = new Map(data.notes);
    this.lines = [`# Form: ${form.digest} ${form.version} ${form.rubric}`];
  }

  write() {
    this.addStatement("format", `format = ${quote(form.format)}`);
    this.addStatement("rubric", `rubric = ${quote(form.rubric)}`);
    if (form.profile) this.addStatement("profile", `profile = ${quote(form.profile)}`);
    for (const [home, statements] of groupStatements(this.settled.kept)) this.addTable(home, statements);
    for (const table of this.data.expect) this.lines.push("", table);
    this.addRest();
    return `${this.lines.join("\n")}\n`;
  }

  // Comments on keys that the table no longer has are written above it, with those of its header.
  addTable(home, statements) {
    this.lines.push("");
    if (home.includes(".")) this.addNotes(`[${home.split(".")[0]}`);
    const after = [`[${home}`, home].flatMap((path) => this.addNotes(path, home));
    for (const path of [...this.notes.keys()]) {
      const isInside = path.replace("[", "").startsWith(`${home}.`);
      if (isInside && !statements.has(path)) this.addNotes(path);
    }
    if (after.length > 1) this.lines.push(after.pop());
    this.lines.push([home.startsWith("actions.") ? "[[actions]]" : `[${home}]`, ...after].join("  "));
    for (const [path, statement] of statements) this.addStatement(path, statement);
  }

  addStatement(path, statement) {
    const after = this.addNotes(path, path);
    this.lines.push([statement, ...after].join("  "));
  }

  // Adds the comments before a statement. Returns the one after it, or adds that too if the statement is gone.
  addNotes(path, owner) {
    const note = this.notes.get(path);
    this.notes.delete(path);
    this.lines.push(...(note?.before ?? []));
    if (!note?.after) return [];
    if (owner && path.endsWith(owner)) return [note.after];
    this.lines.push(note.after);
    return [];
  }

  // Lines outside all tables: other comments, parked points and unfinished answers.
  addRest() {
    const start = this.lines.length;
    for (const path of [...this.notes.keys()]) this.addNotes(path);
    this.lines.push(...this.data.tail);
    for (const { question, text } of this.data.parked) {
      this.lines.push(`# Parked${question ? ` at ${question}` : ""}: ${escapeHidden(JSON.stringify(text))}`);
    }
    this.lines.push(...listHandLines(this.data.hands));
    for (const [key, value] of this.settled.unfinished) {
      this.lines.push(`# Unfinished: ${this.placeAction(key)} = ${escapeHidden(JSON.stringify(value))}`);
    }
    if (this.lines.length > start) this.lines.splice(start, 0, "");
  }

  // The key of an unfinished value. An action in the file has its place there; other actions come after those.
  placeAction(key) {
    const [part, name, inside] = key.split(".");
    if (part !== "actions") return key;
    const place = listNames(this.settled.kept, "actions").indexOf(name);
    return `actions.${place < 0 ? `+${name}` : place}.${inside}`;
  }
}

function escapeHidden(text) {
  return text.replace(HIDDEN, (sign) => {
    const code = sign.codePointAt(0);
    if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
    return [...sign.split("")].map((half) => `\\u${half.charCodeAt(0).toString(16)}`).join("");
  });
}

// A text on one line as TOML.
function quote(text) {
  const whole = text.toWellFormed?.() ?? text;
  const escaped = whole.replace(/["\\]/g, "\\$&");
  const shown = escaped.replace(HIDDEN, (sign) => {
    const code = sign.codePointAt(0);
    if (SHORT_ESCAPES[sign]) return SHORT_ESCAPES[sign];
    const digits = code.toString(16);
    return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
  });
  return `"${shown}"`;
}

function formatValue(field, value) {
  if (Array.isArray(value)) return `[${value.map(quote).join(", ")}]`;
  if (field.kind === "day") return value;
  if (field.kind === "number" || field.kind === "whole") return formatNumber(value);
  const option = field.kind === "choice" && field.options.find((one) => one.value === value);
  return option?.isNumber ? value : quote(value);
}

function formatNumber(value) {
  return TOML_NUMBER.test(value) ? value : String(Number(value));
}

// The tables of a file with their statements, in the order of the form. The counts of a survey are one list.
function groupStatements(values) {
  const groups = new Map();
  for (const key of sortKeys(values)) {
    const parts = key.split(".");
    const home = parts.slice(0, ["answers", "documents", "actions"].includes(parts[0]) ? 2 : 1).join(".");
    if (!groups.has(home)) groups.set(home, new Map());
    const isCount = parts[2] === "counts";
    const path = isCount ? parts.slice(0, 3).join(".") : key;
    const inside = path.slice(home.length + 1);
    if (groups.get(home).has(path)) continue;
    const counts = isCount && sortKeys(values).filter((one) => one.startsWith(`${path}.`));
    const shown = counts ? `[${counts.map((one) => formatNumber(values.get(one))).join(", ")}]` : formatShown(key, values);
    groups.get(home).set(path, `${inside} = ${shown}`);
  }
  return groups;
}

function formatShown(key, values) {
  const value = values.get(key);
  return value === EMPTY_TABLE ? "{}" : formatValue(findField(key), value);
}

function sortKeys(values) {
  const parts = ["assessment", "context", "answers", "documents", "actions"];
  const rank = (key) => {
    const [part, name, inside] = key.split(".");
    const isFree = part === "documents" || part === "actions";
    const place = isFree ? FREE_KEYS.indexOf(inside) : form.order.get(key);
    return [parts.indexOf(part), part === "actions" ? name.padStart(9, "0") : isFree ? name : "", place];
  };
  const ranks = new Map([...values.keys()].map((key) => [key, rank(key)]));
  const compare = (a, b) => Number(a > b) - Number(a < b);
  return [...values.keys()].sort((one, other) => {
    const [a, b] = [ranks.get(one), ranks.get(other)];
    return compare(a[0], b[0]) || compare(a[1], b[1]) || compare(a[2], b[2]);
  });
}
