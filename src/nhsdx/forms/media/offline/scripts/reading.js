// Reads the text of an assessment file as values of the form, by their keys, such as  answers.candour.level .

const FORM_MARK = /^# Form: (sha256:[0-9a-f]{64}) (\S+) (.+)$/;
const PARKED_MARK = /^# Parked(?: at (\S+))?: (".*")$/;
const UNFINISHED_MARK = /^# Unfinished: (\S+) = (".*"|\[.*\])$/;
const STATUSES = ["unknown", "not-due", "not-applicable"];
const PARTS = ["assessment", "context", "answers", "documents", "actions"];

// A file that the form refuses, with every problem and its place.
class RefusedFile extends Error {
  constructor(problems) {
    super(problems.map((one) => one.message).join("; "));
    this.problems = problems;
  }
}

function readAssessment(raw) {
  const text = raw.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const reading = new Reading(text);
  try {
    reading.read(new TomlReader(text).read());
  } catch (problem) {
    if (!(problem instanceof FileProblem)) throw problem;
    reading.problems.push(problem);
  }
  if (reading.problems.length) {
    throw new RefusedFile(reading.problems.map((one) => placeProblem(text, one)).sort((a, b) => a.line - b.line));
  }
  return reading.found;
}

class Reading {
  constructor(text) {
    this.text = text;
    this.problems = [];
    this.found = { values: new Map(), notes: new Map(), tail: [], expect: [], parked: [], hands: new Map() };
  }

  refuse(at, message, hint) {
    this.problems.push(new FileProblem(message, at, hint));
  }

  read(file) {
    const stamp = this.readComments(file);
    this.keepExpectations(file);
    if (!this.isSameForm(file.root, stamp)) return;
    for (const [key, node] of file.root.entries) {
      if (PARTS.includes(key)) this.flatten(node, [key]);
      else if (!["format", "rubric", "profile", "expect"].includes(key)) this.refuseKey(node, [key]);
    }
    const actions = listNames(this.found.values, "actions").length;
    for (const [key, value] of this.unfinished) {
      this.found.values.set(key.replace(/^actions\.\+([0-9]+)/, (_, place) => `actions.${actions + Number(place)}`), value);
    }
  }

  // Reads the comments that the form wrote, and keeps all others.
  readComments({ notes, tail }) {
    this.unfinished = new Map();
    let stamp = null;
    const keep = (lines) =>
      lines.filter((line) => {
        const mark = FORM_MARK.exec(line);
        if (mark) stamp = { digest: mark[1], version: mark[2], rubric: mark[3] };
        return !mark && !this.readPart(line);
      });
    for (const [path, note] of notes) {
      const before = keep(note.before);
      if (before.length || note.after) this.found.notes.set(path, { before, after: note.after });
    }
    this.found.tail = keep(tail);
    return stamp;
  }

  // Whether a comment is a parked point or an unfinished answer.
  readPart(line) {
    const parked = PARKED_MARK.exec(line);
    const unfinished = UNFINISHED_MARK.exec(line);
    try {
      const hands = readHands(line);
      if (hands) this.found.hands.set(...hands);
      if (parked) this.found.parked.push({ question: parked[1] ?? "", text: JSON.parse(parked[2]) });
      if (unfinished && findField(unfinished[1].replace("+", ""))) {
        this.unfinished.set(unfinished[1], JSON.parse(unfinished[2]));
        return true;
      }
      return Boolean(parked ?? hands);
    } catch {
      return false;
    }
  }

  // The scores that a file expects are kept as they are written.
  keepExpectations({ root, headers }) {
    const node = root.entries.get("expect");
    if (!node) return;
    if (!["header", "implied"].includes(node.kind)) this.refuse(node.at, "this form cannot keep expect here", "write it as a table, [expect]");
    for (const { path, start, end } of headers.filter((one) => one.path[0] === "expect")) {
      const note = this.found.notes.get(`[${path.join(".")}`);
      this.found.expect.push([...(note?.before ?? []), this.text.slice(start, end)].join("\n"));
    }
    for (const path of this.found.notes.keys()) if (/^\[?expect(\.|$)/.test(path)) this.found.notes.delete(path);
  }

  isSameForm(root, stamp) {
    const format = root.entries.get("format");
    if (format?.value !== form.format) {
      const message = format?.value === "nhsdx.rubric/1" ? "this file is a rubric, not answers" : "this is not an answers file";
      this.refuse(format?.at ?? 0, message, `expected  format = "${form.format}"`);
      return false;
    }
    const rubric = root.entries.get("rubric");
    if (stamp ? stamp.digest === form.digest : rubric?.value === form.rubric) return this.isSameProfile(root);
    const given = stamp ? `${stamp.rubric} ${stamp.version}` : String(rubric?.value ?? "no rubric");
    const other = stamp?.version === form.version ? ", with different questions" : "";
    this.refuse(
      rubric?.at ?? 0,
      `this file is for ${given}${other}, but this form is for ${form.rubric} ${form.version}`,
      `migrate it to the rubric of this form, then load it: nhsdx migrate FILE --to ${form.rubric}`,
    );
    return false;
  }

  isSameProfile(root) {
    const profile = root.entries.get("profile");
    if ((profile?.value ?? null) === form.profile) return true;
    const name = (value) => (value ? `the profile ${value}` : "all questions, without a profile");
    this.refuse(
      profile?.at ?? 0,
      `this file is for ${name(profile?.value)}, but this form is for ${name(form.profile)}`,
      "make a form with its answers: nhsdx new FILE -o form.html",
    );
    return false;
  }

  flatten(node, path) {
    if (path[0] === "answers" && path.length === 2 && node.type !== "table") return this.expand(node, path);
    if (node.type === "table") {
      if (!node.entries.size && !isContainer(path)) this.refuseKey(node, path);
      for (const [key, one] of node.entries) this.flatten(one, [...path, key]);
    } else if (node.type === "list" && (path.join(".") === "actions" || isCounts(path))) {
      node.items.forEach((one, place) => this.flatten(one, [...path, place]));
      if (isCounts(path)) this.expectCounts(node, path);
    } else {
      this.readLeaf(node, path);
    }
    return undefined;
  }

  // A bare number is a level or a measure, and a bare word a status or a level.
  expand(node, path) {
    const kind = form.questions.get(path[1])?.kind;
    const key = STATUSES.includes(node.value) ? "status" : { level: "level", measure: "value" }[kind];
    if (key) this.readLeaf(node, [...path, key]);
    else this.refuseKey(node, path);
  }

  expectCounts(node, path) {
    const asked = [...form.fields.keys()].filter((key) => key.startsWith(`${path.join(".")}.`)).length;
    if (node.items.length !== asked) {
      this.refuse(node.at, `${node.items.length} counts for ${asked} options`, "give the number of people who chose each option");
    }
  }

  readLeaf(node, path) {
    const field = findField(path.join("."));
    if (!field) {
      this.refuseKey(node, path);
      return;
    }
    const value = readNode(field, node);
    if (value === undefined) this.refuse(node.at, `${path.join(".")} cannot have this value`, describeField(field));
    else if (value.length) this.found.values.set(field.key, value);
  }

  refuseKey(node, path) {
    const isQuestion = path[0] === "answers" && !form.questions.has(path[1]);
    const message = `this form has no ${isQuestion ? "question" : "field"} ${path.slice(isQuestion ? 1 : 0).join(".")}`;
    this.refuse(node.at, message, "correct its name, or delete it from the file");
  }
}

function isCounts(path) {
  return path[0] === "answers" && path[2] === "counts" && path.length === 3;
}

// Whether a table may be without keys.
function isContainer(path) {
  if (path.length === 1) return true;
  return path[0] === "answers" && form.questions.has(path[1]) && (path.length === 2 || (path[2] === "items" && path.length === 3));
}

// The value of a node for a field, as text or a list of texts; undefined if the field does not accept it.
function readNode(field, node) {
  if (field.kind === "texts" || field.kind === "ids") {
    const isTexts = node.type === "list" && node.items.every((one) => one.type === "text" && one.value);
    const texts = node.items?.map((one) => one.value);
    return isTexts && (field.kind === "texts" || new Set(texts).size === texts.length) ? texts : undefined;
  }
  if (field.kind === "choice") return readChoice(field, node);
  const type = { day: "day", text: "text", number: "number", whole: "number" }[field.kind];
  if (node.type !== type) return undefined;
  if (field.kind === "whole" && !/^-?[0-9]+$/.test(node.value)) return undefined;
  return field.key === "assessment.subject" && node.value === form.placeholder ? "" : node.value;
}

function readChoice(field, node) {
  const isSame = (one) =>
    one.isNumber ? node.type === "number" && Number(node.value) === Number(one.value) : node.type === "text" && node.value === one.value;
  return field.options.find(isSame)?.value;
}

function describeField({ kind, options }) {
  if (kind === "choice") return `expected ${options.map((one) => (one.isNumber ? one.value : `"${one.value}"`)).join(", ")}`;
  const words = { number: "a number", whole: "a whole number", day: "a day, such as 2026-03-11", text: 'a text in "…"' };
  return `expected ${words[kind] ?? 'a list of texts, such as ["…"]'}`;
}
