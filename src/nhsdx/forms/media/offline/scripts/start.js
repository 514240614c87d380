// Starts everything when the page opens.

function listen(selector, event, action) {
  find(selector).addEventListener(event, action);
}

function takeInput({ target }) {
  const element = target.closest(".voices") ? null : target.closest("[data-field]");
  const field = element && form.fields.get(element.dataset.field);
  if (!field) return;
  const bad = target.validity?.badInput;
  setValue(field.key, bad ? "?" : readPage(field));
  if (target.localName === "textarea") fitHeight(target);
  if (/^documents\..*\.title$/.test(field.key)) showDocumentBoxes();
  if (/^actions\..*\.criterion$/.test(field.key)) changeQuestion(field.key.split(".")[1]);
  noteChange();
}

function takeClick({ target }) {
  const button = target.closest("[data-do]");
  const question = button?.closest(".question")?.dataset.id;
  if (button?.dataset.do === "document") addDocument(question);
  if (button?.dataset.do === "action") addAction();
  if (button?.dataset.do === "clear") askClear(form.questions.get(question));
}

function askClear({ id, title }) {
  const keys = [...state.values.keys()].filter((key) => key.startsWith(`answers.${id}.`));
  if (!keys.length) return;
  const clear = () => {
    for (const key of keys) state.values.delete(key);
    showAll();
  };
  openDialog("Clear this answer?", [make("p", {}, `${title}: the answer, its evidence and its note are removed.`)], [
    { label: "Clear it", action: clear },
    { label: "Keep it", isMain: true },
  ]);
}

// Gives chosen files to an action, and lets the same file be chosen again.
function listenForFiles(button, input, action) {
  listen(button, "click", () => find(input).click());
  listen(input, "change", ({ target }) => {
    const files = [...target.files];
    target.value = "";
    if (files.length) action(files);
  });
}

function listenToForm(selector, input, action) {
  listen(selector, "submit", (event) => {
    event.preventDefault();
    const text = find(input).value.trim();
    if (text) action(text);
    find(input).value = "";
    find(input).focus();
  });
}

function start() {
  document.documentElement.classList.add("js");
  form.day ??= new Date().toLocaleDateString("sv-SE");
  collectFields();
  state.values = new Map(Object.entries(form.values));
  foldAll(false);
  showAll();
  savedText = initialText = writeAssessment(state);
  setView("all");
  restartTimer();
  document.addEventListener("input", takeInput);
  document.addEventListener("change", takeInput);
  document.addEventListener("click", takeClick);
  for (const radio of findAll("input[name=view]")) radio.addEventListener("change", () => setView(radio.value));
  listen("#save", "click", save);
  listenForFiles("#load", "#file", ([file]) => load(file));
  listenForFiles("#load-voices", "#voice-file", loadVoices);
  listen("#back", "click", () => showStep(current - 1));
  listen("#place", "click", chooseStep);
  listen("#next", "click", () => showStep(current + 1));
  listenToForm("#add-voice", "#voice-name", (name) => addVoice(name));
  listenToForm("#park", "#park-text", parkPoint);
  listen("#hush", "change", showVoices);
  listen("#hands", "change", showVoices);
  listen("#run", "click", runTimer);
  listen("#reset", "click", restartTimer);
  listen("#minutes", "change", restartTimer);
  window.addEventListener("beforeunload", (event) => {
    if (!isUnsaved()) return;
    event.preventDefault();
    // Older browsers ask only for this.
    event.returnValue = true;
  });
  let folds = [];
  window.addEventListener("beforeprint", () => {
    folds = findAll("details.fold:not([open])");
    foldAll(true);
  });
  window.addEventListener("afterprint", () => folds.forEach((one) => (one.open = false)));
}

let initialText = "";
start();
// For tests of the page: what it reads and writes.
globalThis.nhsdxForm = { form, state, readAssessment, writeAssessment, settle, planMerge, takeIn };
