// Reads TOML 1.0 and 1.1 into a tree of nodes, each with its place, and keeps every comment with its statement.

class FileProblem extends Error {
  constructor(message, at, hint = "") {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

// A problem, described with its line and column.
function placeProblem(text, problem) {
  const before = text.slice(0, problem.at).split("\n");
  return { line: before.length, column: before.at(-1).length + 1, message: problem.message, hint: problem.hint };
}

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const NUMBER = /[+-]?(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?(?![\w.:+-])/y;
const DAY = /[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w.:+-])(?! [0-9])/y;
const TRUTH = /(true|false)(?![\w.+-])/y;
const CONTROL = /[\0-\x08\x0b-\x1f\x7f]/;
const ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b", '"': '"', "\\": "\\" };

function isDay(word) {
  const day = new Date(`${word}T00:00:00Z`);
  return word >= "0001" && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(word);
}

function makeTable(at, kind) {
  return { type: "table", entries: new Map(), at, kind };
}

class TomlReader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.root = makeTable(0, "header");
    // Comments before or after a statement, by the path of the statement; the path of a header begins with "[".
    this.notes = new Map();
    this.pending = [];
    this.headers = [];
  }

  fail(message, at = this.at, hint = "") {
    throw new FileProblem(message, at, hint);
  }

  read() {
    const control = CONTROL.exec(this.text);
    if (control) this.fail("there is a control character here", control.index, "delete it");
    let home = { table: this.root, path: [] };
    while (this.skipSpace()) {
      const start = this.at;
      let path;
      if (this.text[this.at] === "[") {
        home = this.readHeader();
        path = `[${home.path.join(".")}`;
        this.headers.push({ path: home.path, start, end: start });
      } else {
        path = [...home.path, ...this.readStatement(home.table)].join(".");
      }
      this.keepNotes(path);
    }
    return { root: this.root, notes: this.notes, tail: this.pending, headers: this.headers };
  }

  // Skips spaces, line ends and comments; false at the end of the text. An empty line between comments is kept.
  skipSpace() {
    for (;;) {
      const blank = /[ \t\n]*/y;
      blank.lastIndex = this.at;
      const skipped = blank.exec(this.text)[0];
      this.at += skipped.length;
      if (skipped.split("\n").length > 2 && this.pending.length && this.pending.at(-1) !== "") this.pending.push("");
      if (this.text[this.at] !== "#") return this.at < this.text.length;
      this.pending.push(this.readComment());
    }
  }

  readComment() {
    const end = this.text.indexOf("\n", this.at);
    const comment = this.text.slice(this.at, end < 0 ? undefined : end);
    this.at += comment.length;
    return comment.trimEnd();
  }

  // The comment after a statement; anything else there is a mistake.
  keepNotes(path) {
    this.skipBlanks();
    const after = this.text[this.at] === "#" ? this.readComment() : "";
    if (this.at < this.text.length && this.text[this.at] !== "\n") {
      this.fail("expected the end of the line here", this.at, "write each key on its own line");
    }
    if (this.headers.length) this.headers.at(-1).end = this.at;
    const before = this.pending.filter((line, place, all) => line !== "" || place < all.length - 1);
    if (before.length || after) this.notes.set(path, { before, after });
    this.pending = [];
  }

  skipBlanks() {
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at += 1;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at += found[0].length;
    return found?.[0];
  }

  take(sign) {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  readKey() {
    const path = [];
    do {
      this.skipBlanks();
      const sign = this.text[this.at];
      const part = sign === '"' || sign === "'" ? this.readLine(sign) : this.match(BARE_KEY);
      if (part === undefined) this.fail("expected a key here", this.at, 'such as  subject = "…"');
      path.push(part);
      this.skipBlanks();
    } while (this.take("."));
    return path;
  }

  readHeader() {
    const at = this.at;
    const isList = this.take("[[");
    if (!isList) this.take("[");
    const path = this.readKey();
    if (!this.take(isList ? "]]" : "]")) this.fail(`expected ${isList ? "]]" : "]"} here`);
    const above = this.enter(this.root, path.slice(0, -1), at, "header");
    const last = path.at(-1);
    const known = above.entries.get(last);
    if (isList) {
      const list = known ?? { type: "list", items: [], at, kind: "tables" };
      if (list.kind !== "tables") this.fail(`${path.join(".")} appears twice`, at, "delete one of them");
      above.entries.set(last, list);
      list.items.push(makeTable(at, "header"));
      return { table: list.items.at(-1), path: [...path, list.items.length - 1] };
    }
    if (known && known.kind !== "implied") this.fail(`[${path.join(".")}] appears twice`, at, "combine them");
    const table = known ?? makeTable(at, "header");
    table.kind = "header";
    above.entries.set(last, table);
    return { table, path };
  }

  // The table at a path, which is made if it is missing. In a list of tables, it is the last one.
  enter(table, path, at, by) {
    for (const part of path) {
      let next = table.entries.get(part);
      if (!next) {
        next = makeTable(at, by === "header" ? "implied" : "dotted");
        table.entries.set(part, next);
      } else if (by === "header" && next.kind === "tables") {
        next = next.items.at(-1);
      } else if (next.type !== "table" || next.kind === "inline" || (by === "dotted" && next.kind !== "dotted")) {
        this.fail(`${part} appears twice`, at, "combine them");
      }
      table = next;
    }
    return table;
  }

  readStatement(table) {
    const at = this.at;
    const path = this.readKey();
    if (!this.take("=")) this.fail("expected = here", this.at, 'such as  subject = "…"');
    this.skipBlanks();
    const inside = this.enter(table, path.slice(0, -1), at, "dotted");
    if (inside.entries.has(path.at(-1))) this.fail(`${path.join(".")} appears twice`, at, "delete one of them");
    inside.entries.set(path.at(-1), this.readValue());
    return path;
  }

  readValue() {
    const at = this.at;
    const sign = this.text[at];
    if (sign === '"' || sign === "'") return { type: "text", value: this.readText(sign), at };
    if (sign === "[") return { type: "list", items: this.readItems(), at, kind: "values" };
    if (sign === "{") return this.readInline(at);
    const day = this.match(DAY);
    if (day !== undefined) {
      if (!isDay(day)) this.fail(`the day ${day} does not exist`, at);
      return { type: "day", value: day, at };
    }
    const number = this.match(NUMBER);
    if (number !== undefined) return { type: "number", value: number.replace(/_/g, "").replace(/^\+/, ""), at };
    const truth = this.match(TRUTH);
    if (truth !== undefined) return { type: "truth", value: truth, at };
    return this.fail("this form cannot read this value", at, 'expected a text in "…", a number, a day or a list');
  }

  readItems() {
    this.at += 1;
    const items = [];
    for (;;) {
      if (!this.skipSpace()) this.fail("this list has no end", this.at, "add ]");
      if (this.take("]")) return items;
      items.push(this.readValue());
      this.skipSpace();
      if (this.text[this.at] !== "]" && !this.take(",")) this.fail("expected , or ] here");
    }
  }

  readInline(at) {
    this.at += 1;
    const table = makeTable(at, "dotted");
    for (;;) {
      if (!this.skipSpace()) this.fail("this table has no end", this.at, "add }");
      if (this.take("}")) return this.close(table);
      this.readStatement(table);
      this.skipSpace();
      if (this.text[this.at] !== "}" && !this.take(",")) this.fail("expected , or } here");
    }
  }

  // An inline table, to which nothing can be added later.
  close(table) {
    table.kind = "inline";
    for (const one of table.entries.values()) if (one.type === "table" && one.kind === "dotted") this.close(one);
    return table;
  }

  readText(sign) {
    const long = sign.repeat(3);
    if (!this.text.startsWith(long, this.at)) return this.readLine(sign);
    const start = this.at;
    this.at += 3;
    this.take("\n");
    let text = "";
    while (this.at < this.text.length) {
      if (this.text.startsWith(long, this.at)) {
        this.at += 3;
        for (let more = 0; more < 2 && this.take(sign); more += 1) text += sign;
        return text;
      }
      text += this.readSign(sign === '"', true);
    }
    return this.fail("this text has no end", start, `add ${long}`);
  }

  readLine(sign) {
    const start = this.at;
    this.at += 1;
    let text = "";
    while (this.at < this.text.length && this.text[this.at] !== "\n") {
      if (this.take(sign)) return text;
      text += this.readSign(sign === '"', false);
    }
    return this.fail("this text has no end on its line", start, `add ${sign}`);
  }

  // One character of a text, or the meaning of an escape.
  readSign(hasEscapes, isLong) {
    const at = this.at;
    this.at += 1;
    if (this.text[at] !== "\\" || !hasEscapes) return this.text[at];
    const mark = this.text[this.at];
    this.at += 1;
    if (Object.hasOwn(ESCAPES, mark ?? "")) return ESCAPES[mark];
    const length = { x: 2, u: 4, U: 8 }[mark];
    const digits = this.text.slice(this.at, this.at + (length ?? 0));
    const code = /^[0-9A-Fa-f]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    if (code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) {
      this.at += length;
      return String.fromCodePoint(code);
    }
    const folded = /[ \t]*\n[ \t\n]*/y;
    folded.lastIndex = at + 1;
    const gap = isLong ? folded.exec(this.text) : null;
    if (!gap) this.fail("TOML does not have this escape", at, "write \\\\ for a backslash");
    this.at = at + 1 + gap[0].length;
    return "";
  }
}
