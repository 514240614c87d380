// Which values can go into a file, which are unfinished, and how to finish them.

const EMPTY_TABLE = "{}";
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MOST_SIGNS = 10000;

function settle(values) {
  const settling = new Settling(values);
  settling.run();
  return settling;
}

class Settling {
  constructor(values) {
    this.kept = new Map(values);
    this.unfinished = new Map();
    this.problems = [];
  }

  run() {
    this.checkHead();
    for (const key of [...this.kept.keys()]) this.checkValue(key);
    for (const question of form.questions.values()) this.checkAnswer(question);
    this.checkDocuments();
    this.checkActions();
  }

  has(key) {
    return this.kept.has(key);
  }

  // Keeps some values only in comments, and notes how to finish them.
  setAside(keys, message, at = keys[0]) {
    this.problems.push({ key: at, message });
    for (const key of keys.filter((one) => this.kept.has(one))) {
      this.unfinished.set(key, this.kept.get(key));
      this.kept.delete(key);
    }
  }

  checkHead() {
    if (!this.has("assessment.subject")) {
      this.problems.push({ key: "assessment.subject", message: "Say who is assessed." });
      this.kept.set("assessment.subject", form.placeholder);
    }
    if (!this.has("assessment.date")) {
      this.problems.push({ key: "assessment.date", message: "Give the date of the assessment. The file has the date of this form for now." });
      this.kept.set("assessment.date", form.day);
    }
    const voice = this.kept.get("assessment.voice");
    if (voice !== undefined && !(ID.test(voice) && voice.length <= 64)) {
      this.setAside(["assessment.voice"], "Write whose view this is in small letters, with hyphens: ward-staff.");
    }
  }

  checkValue(key) {
    const field = findField(key);
    const value = this.kept.get(key);
    if (!field) return;
    const texts = Array.isArray(value) ? value : [value];
    if (texts.some((one) => [...one].length > MOST_SIGNS)) this.setAside([key], "Make this text shorter than 10,000 characters.");
    if (field.kind === "day" && !isDay(value)) this.setAside([key], "Write the whole date: day, month and year.");
    if (field.kind !== "number" && field.kind !== "whole") return;
    const number = Number(value);
    const [least, most] = field.limits;
    if (value.trim() === "" || !Number.isFinite(number)) this.setAside([key], "Write a number.");
    else if (field.kind === "whole" && !(Number.isInteger(number) && number <= 1e12)) this.setAside([key], "Write a whole number.");
    else if (Math.abs(number) > 1e15) this.setAside([key], "This number is too large.");
    else if ((least !== null && number < least) || (most !== null && number > most)) {
      this.setAside([key], `Write a number${least === null ? "" : ` of at least ${least}`}${most === null ? "" : `, at most ${most}`}.`);
    }
  }

  checkAnswer({ id, kind, valueKeys }) {
    const at = (key) => `answers.${id}.${key}`;
    const given = valueKeys.filter((key) => this.has(key));
    this.checkWholeSurvey(id, valueKeys, given);
    this.checkStatus(at, valueKeys);
    if (kind === "checklist") this.checkLeftOut(at, valueKeys);
    const people = valueKeys.filter((key) => /counts|respondents/.test(key)).reduce((sum, key) => sum + Number(this.kept.get(key) ?? 0), 0);
    if (this.has(at("invited")) && people > Number(this.kept.get(at("invited")))) {
      this.setAside([at("invited")], `${people} people answered, so at least that many were asked.`);
    }
    this.addHolder(id, kind, valueKeys);
  }

  checkWholeSurvey(id, valueKeys, given) {
    if (form.questions.get(id).kind !== "survey" || !given.length || given.length === valueKeys.length) return;
    const missing = valueKeys.find((key) => !this.has(key));
    this.setAside(given, "Fill in every number of this survey; write 0 for an option that nobody chose.", missing);
  }

  checkStatus(at, valueKeys) {
    const status = this.kept.get(at("status"));
    if (status === undefined) return;
    if (valueKeys.some((key) => this.has(key))) {
      this.setAside([at("status")], "This has both an answer and a status. Clear one of them.");
    } else if (status !== "unknown" && !this.has(at("reason"))) {
      this.setAside([at("status")], "Say why the question does not apply or is not due.", at("reason"));
    }
  }

  checkLeftOut(at, valueKeys) {
    const out = valueKeys.filter((key) => this.kept.get(key) === "not-applicable");
    if (out.length && !this.has(at("reason"))) this.setAside(out, "Say why a statement does not apply.", at("reason"));
    else if (out.length && out.length === valueKeys.length) this.setAside(out, "At least one statement needs another answer.");
  }

  // An answer needs a value or a status, even if it has only a note so far.
  addHolder(id, kind, valueKeys) {
    const start = `answers.${id}.`;
    if (![...this.kept.keys()].some((key) => key.startsWith(start))) return;
    if (this.has(`${start}status`) || valueKeys.some((key) => this.has(key))) return;
    if (kind === "checklist") this.kept.set(`${start}items`, EMPTY_TABLE);
    else this.kept.set(`${start}status`, "unknown");
  }

  checkDocuments() {
    const ids = listNames(this.kept, "documents");
    for (const id of ids) {
      const keys = [...this.kept.keys()].filter((key) => key.startsWith(`documents.${id}.`));
      if (!this.has(`documents.${id}.title`)) this.setAside(keys, "Give this document a title.", `documents.${id}.title`);
      const sum = this.kept.get(`documents.${id}.sha256`);
      if (sum !== undefined && !/^[0-9a-f]{64}$/.test(sum)) {
        this.setAside([`documents.${id}.sha256`], "A SHA-256 has 64 digits and small letters from a to f.");
      }
    }
    const known = listNames(this.kept, "documents");
    for (const key of [...this.kept.keys()].filter((one) => /^answers\.[^.]+\.documents$/.test(one))) {
      if (this.kept.get(key).every((one) => known.includes(one))) continue;
      this.setAside([key], "This answer refers to a document that has no title yet.");
    }
  }

  // The statements of an action must belong to its question.
  checkActionItems(at) {
    const question = form.questions.get(this.kept.get(at("criterion")));
    const known = question?.kind === "checklist" ? question.valueKeys.map((key) => key.split(".").at(-1)) : [];
    if (this.has(at("items")) && this.kept.get(at("items")).some((one) => !known.includes(one))) {
      this.setAside([at("items")], "Some of these statements belong to another question.");
    }
  }

  checkActions() {
    for (const place of listNames(this.kept, "actions")) {
      const at = (key) => `actions.${place}.${key}`;
      const keys = [...this.kept.keys()].filter((key) => key.startsWith(at("")));
      this.checkActionItems(at);
      const missing = ["criterion", "what", "owner", "due"].find((key) => !this.has(at(key)));
      if (missing) this.setAside(keys, "An action needs a question, what will be done, an owner and a date.", at(missing));
      else if (this.kept.get(at("state")) === "dropped" && !this.has(at("reason"))) {
        this.setAside(keys, "Say why this action was dropped.", at("reason"));
      }
    }
  }
}

// The ids of documents, or the places of actions, that have values.
function listNames(values, part) {
  const names = [...values.keys()].filter((key) => key.startsWith(`${part}.`)).map((key) => key.split(".")[1]);
  return [...new Set(names)].sort((a, b) => (part === "actions" ? a - b : Number(a > b) - Number(a < b)));
}
