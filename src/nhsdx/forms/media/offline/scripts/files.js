// Saving to a file, loading from a file, and the dialogs for both. Nothing is stored in the browser.

const LARGEST = 2_000_000;
let lastSaved = "";

function openDialog(title, content, buttons) {
  const dialog = find("#dialog");
  find("#dialog-title").textContent = title;
  find("#dialog-body").replaceChildren(...content);
  const made = buttons.map(({ label, action, isMain }) => {
    const button = make("button", { type: "button", className: isMain ? "main" : "" }, label);
    button.addEventListener("click", () => {
      if (action?.() !== false) dialog.close();
    });
    return button;
  });
  find("#dialog-buttons").replaceChildren(...made);
  if (!dialog.open) dialog.showModal();
}

function nameFile(values) {
  const parts = ["subject", "voice", "date"].map((key) => values.get(`assessment.${key}`) ?? "");
  return `${parts.map(makeId).filter(Boolean).join("-").slice(0, 80) || "answers"}.toml`;
}

// Small letters, digits and hyphens.
function makeId(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

function save() {
  const { problems } = settle(state.values);
  if (!problems.length) {
    download(state, showSaved);
    return;
  }
  const entries = problems.map(({ key, message }) => {
    const link = make("button", { type: "button", className: "link" }, describeKey(key));
    link.addEventListener("click", () => {
      find("#dialog").close();
      goTo(key);
    });
    return make("li", {}, link, ` ${message}`);
  });
  const text = "You can save now and finish later. Unfinished answers are kept in comments in the file. This form reads them, and nhsdx ignores them.";
  openDialog("Some answers are not finished", [make("p", {}, text), make("ul", {}, ...entries)], [
    { label: "Save anyway", isMain: true, action: () => (download(state, showSaved), false) },
    { label: "Go back" },
  ]);
}

function download(data, then) {
  const text = writeAssessment(data);
  const name = nameFile(data.values);
  const address = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  then(name, text);
}

function showSaved(name, text) {
  savedText = text;
  lastSaved = `Saved as ${name}, in your downloads folder.`;
  noteChange();
  const copy = make("textarea", { rows: 8, readOnly: true, value: text, "aria-label": "Text of the file" });
  openDialog("Answers saved", [
    make("p", {}, `They are in ${name}, in your downloads folder. Keep this file: to continue later, load it into this form.`),
    make("p", {}, "To score it: ", make("code", {}, `nhsdx assess ${name}`), form.rubric.endsWith(".toml") ? ", in the folder of this form." : ""),
    make("details", {}, make("summary", {}, "Nothing was downloaded? Copy the text"), copy),
  ], [{ label: "Close", isMain: true }]);
}

// The text of an answers file. Raises RefusedFile for a file that is too large or not UTF-8.
async function readFile(file) {
  const refuse = (message, hint) => {
    throw new RefusedFile([{ line: 1, column: 1, message, hint }]);
  };
  if (file.size > LARGEST) refuse("this file is too large for answers", "choose the file that the form saved");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return refuse("this file is not UTF-8 text", "choose the file that the form saved");
  }
}

function showRefusal(name, refused) {
  if (!(refused instanceof RefusedFile)) throw refused;
  const entries = refused.problems.map(({ line, column, message, hint }) => {
    const text = `Line ${line}, column ${column}: ${message}${hint ? `; ${hint}` : ""}.`;
    return make("li", {}, text);
  });
  openDialog(`${name} was not loaded`, [make("p", {}, "Nothing on this page has changed."), make("ul", {}, ...entries)], [{ label: "Close", isMain: true }]);
}

async function load(file) {
  try {
    takeIn(file.name, readAssessment(await readFile(file)));
  } catch (refused) {
    showRefusal(file.name, refused);
  }
}

function takeIn(name, found) {
  const isUntouched = writeAssessment(state) === initialText;
  const plan = planMerge(state.values, found.values);
  if (found.expect.length && state.expect.length && found.expect.join() !== state.expect.join()) {
    plan.conflicts.push({ title: "Scores that the file expects", mine: "kept", theirs: "different", set: [], remove: [], takesExpect: true });
  }
  if (plan.conflicts.length) {
    askConflicts(name, plan, (taken) => finishLoad(name, found, plan, taken, false));
    return;
  }
  finishLoad(name, found, plan, [], isUntouched);
}

function finishLoad(name, found, plan, taken, isUntouched) {
  plan.apply(state.values, taken);
  if (taken.some((one) => one.takesExpect)) state.expect = found.expect;
  addComments(state, found);
  if (state.hands.size) find("#hands").checked = true;
  lastSaved = `Loaded ${name}.`;
  if (isUntouched) savedText = writeAssessment(state);
  showAll();
}

// Shows each conflict with both values; nothing changes until all of them are decided.
function askConflicts(name, plan, accept) {
  const entries = plan.conflicts.map(({ title, mine, theirs }, place) => {
    const choose = (value, label, shown) =>
      make("label", {}, make("input", { type: "radio", name: `conflict-${place}`, value }), make("b", {}, label), make("span", {}, shown));
    return make("fieldset", { className: "conflict" }, make("legend", {}, title), choose("mine", "Here", mine), choose("theirs", "In the file", theirs));
  });
  const choice = (place) => find(`input[name=conflict-${place}]:checked`)?.value;
  const chooseAll = (value) => {
    for (const radio of findAll("#dialog .conflict input")) radio.checked = radio.value === value;
  };
  const message = make("p", { role: "alert", className: "error" });
  const accepted = () => {
    const open = plan.conflicts.filter((_, place) => !choice(place)).length;
    message.textContent = open ? `Still to choose: ${open}.` : "";
    if (open) return false;
    accept(plan.conflicts.filter((_, place) => choice(place) === "theirs"));
    return true;
  };
  const all = [["Keep all that is here", "mine"], ["Use all from the file", "theirs"]].map(([label, value]) => {
    const button = make("button", { type: "button" }, label);
    button.addEventListener("click", () => chooseAll(value));
    return button;
  });
  const count = plan.conflicts.length;
  openDialog(`${name}: ${count} ${count === 1 ? "answer differs" : "answers differ"}`, [
    make("p", {}, "Choose which answers to keep. Answers that only one side has are kept. Nothing changes until you decide."),
    make("p", { className: "buttons" }, ...all),
    ...entries,
    message,
  ], [{ label: "Load with these choices", action: accepted, isMain: true }, { label: "Cancel: change nothing" }]);
}
