// Merges the answers of a file into a form that may already have answers: gaps are filled, and people decide each conflict.

// The changes and the conflicts. Nothing is changed here.
function planMerge(mine, theirs) {
  const plan = new MergePlan(mine, theirs);
  const names = listNames(theirs, "answers");
  for (const question of form.questions.values()) if (names.includes(question.id)) plan.addAnswer(question);
  for (const [key, value] of plan.listActions()) plan.add(key, value);
  for (const [key, value] of theirs) if (/^(assessment|context|documents)\./.test(key)) plan.add(key, value);
  return plan;
}

class MergePlan {
  constructor(mine, theirs) {
    this.mine = mine;
    this.theirs = theirs;
    this.set = new Map();
    this.remove = [];
    this.conflicts = [];
  }

  addAnswer(question) {
    const start = `answers.${question.id}.`;
    const status = `${start}status`;
    const isKnown = (values) => question.valueKeys.some((key) => values.has(key) && values.get(key) !== "unknown");
    const left = [status, `${start}reason`];
    let passed = [];
    if (this.mine.has(status) && isKnown(this.theirs)) passed = this.replace(question, left, question.valueKeys);
    else if (this.theirs.has(status) && isKnown(this.mine)) passed = this.replace(question, question.valueKeys, left);
    else if (question.kind === "survey" && this.isOtherSurvey(question)) passed = this.replace(question, question.valueKeys, question.valueKeys);
    for (const [key, value] of this.theirs) if (key.startsWith(start) && !passed.includes(key)) this.add(key, value);
  }

  isOtherSurvey({ valueKeys }) {
    const both = valueKeys.some((key) => this.mine.has(key)) && valueKeys.some((key) => this.theirs.has(key));
    return both && valueKeys.some((key) => this.mine.get(key) !== this.theirs.get(key));
  }

  // One side has an answer and the other a status, or both have surveys: only one can be kept.
  replace(question, gone, come) {
    const given = [...come, `answers.${question.id}.reason`].filter((key) => this.theirs.has(key));
    const set = given.map((key) => [key, this.theirs.get(key)]);
    const handled = [...new Set([...gone, ...come])];
    const status = `answers.${question.id}.status`;
    if (this.theirs.get(status) === "unknown") return handled;
    if (this.mine.get(status) === "unknown") {
      this.remove.push(...gone);
      for (const [key, value] of set) this.set.set(key, value);
      return handled;
    }
    const describe = (values) => {
      const keys = [status, ...question.valueKeys].filter((key) => values.has(key));
      return keys.map((key) => (key === status ? "" : `${findField(key).title}: `) + describeValue(key, values.get(key))).join("; ");
    };
    const conflict = { title: question.title, key: status, mine: describe(this.mine), theirs: describe(this.theirs), set, remove: gone };
    this.conflicts.push(conflict);
    return handled;
  }

  add(key, value) {
    const held = this.mine.get(key);
    const isSame = JSON.stringify(held) === JSON.stringify(value);
    if (held === undefined || held === "unknown" || this.isNewDay(key, held)) this.set.set(key, value);
    else if (isSame || value === "unknown") return;
    else if (/^answers\.[^.]+\.documents$/.test(key)) this.set.set(key, [...new Set([...held, ...value])]);
    else {
      const title = describeKey(key);
      this.conflicts.push({ title, key, mine: describeValue(key, held), theirs: describeValue(key, value), set: [[key, value]], remove: [] });
    }
  }

  // Whether a value is the day on which an empty form was made, and not a date that a person chose.
  isNewDay(key, held) {
    return key === "assessment.date" && held === form.day && Object.keys(form.values).length <= 1;
  }

  // The actions of the file, each at the place of the action in the form with the same question and wording, or at the end.
  *listActions() {
    const identify = (values, place) => JSON.stringify(["criterion", "what"].map((key) => values.get(`actions.${place}.${key}`)));
    const own = listNames(this.mine, "actions");
    const known = own.map((place) => [identify(this.mine, place), place]);
    let free = own.length ? Number(own.at(-1)) + 1 : 0;
    for (const place of listNames(this.theirs, "actions")) {
      const match = known.findIndex(([name]) => name === identify(this.theirs, place));
      const [, home] = match < 0 ? ["", free] : known.splice(match, 1)[0];
      if (match < 0) free += 1;
      for (const [key, value] of this.theirs) {
        if (key.startsWith(`actions.${place}.`)) yield [`actions.${home}.${key.split(".")[2]}`, value];
      }
    }
  }

  // Applies the plan: `taken` are the conflicts for which the value of the file was chosen.
  apply(values, taken) {
    for (const key of this.remove) values.delete(key);
    for (const [key, value] of this.set) values.set(key, value);
    for (const { set, remove } of taken) {
      for (const key of remove) values.delete(key);
      for (const [key, value] of set) values.set(key, value);
    }
  }
}

// Adds the comments and parked points of a file to those of the form.
function addComments(own, file) {
  for (const [path, note] of file.notes) {
    const held = own.notes.get(path);
    const lines = note.before.filter((line) => !held?.before.includes(line));
    if (!held) own.notes.set(path, note);
    else own.notes.set(path, { before: [...held.before, ...lines], after: held.after || note.after });
  }
  own.tail.push(...file.tail.filter((line) => !own.tail.includes(line)));
  own.expect.push(...(own.expect.length ? [] : file.expect));
  for (const [key, counts] of file.hands) if (!own.hands.has(key)) own.hands.set(key, counts);
  const isKnown = (one) => own.parked.some(({ question, text }) => question === one.question && text === one.text);
  own.parked.push(...file.parked.filter((one) => !isKnown(one)));
}
