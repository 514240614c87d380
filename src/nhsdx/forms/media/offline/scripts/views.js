// All questions on one page, one at a time, or large for a workshop; and the progress.

let current = 0;
let savedText = "";
let drawing = 0;

function listSteps() {
  return findAll(".step").filter((one) => !one.closest("[hidden]"));
}

function findView() {
  return document.body.dataset.view;
}

function setView(view) {
  document.body.dataset.view = view;
  find(`input[name=view][value=${view}]`).checked = true;
  if (view === "shop" && !listSteps()[current]?.dataset.id) current = listSteps().findIndex((one) => one.dataset.id);
  showStep(current, false);
}

function showStep(place, isMoved = true) {
  const steps = listSteps();
  current = Math.min(Math.max(place, 0), steps.length - 1);
  for (const [number, step] of steps.entries()) step.classList.toggle("current", number === current);
  for (const one of findAll(".dimension")) one.classList.toggle("open", Boolean(find(".current", one)));
  const step = steps[current];
  const questions = steps.filter((one) => one.dataset.id);
  const number = questions.indexOf(step);
  find("#place").textContent = number < 0 ? find("h2", step).textContent : `Question ${number + 1} of ${questions.length}`;
  find("#back").disabled = current === 0;
  find("#next").disabled = current === steps.length - 1;
  showVoices();
  for (const area of findAll("textarea", step)) fitHeight(area);
  if (!isMoved) return;
  restartTimer();
  window.scrollTo(0, 0);
  find("h2, h3", step).focus({ preventScroll: true });
}

// Shows the place of a field, and puts the cursor there.
function goTo(key) {
  const parts = key.split(".");
  const element = form.fields.get(key)?.element ?? form.questions.get(parts[1])?.element;
  if (!element) return;
  const step = element.closest(".step");
  if (findView() !== "all") showStep(listSteps().indexOf(step));
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const target = findInput(element) ?? find("h3", element);
  target.focus();
  target.scrollIntoView({ block: "center" });
}

function isUnsaved() {
  return writeAssessment(state) !== savedText || voices.some((voice) => writeAssessment(voice) !== voice.savedText);
}

// Updates everything that counts or compares answers, once for several changes.
function noteChange() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(showChange);
}

function showChange() {
  const asked = [...form.questions.values()].filter(({ element }) => !element.closest(".others"));
  const answered = asked.filter(isAnswered).length;
  setText(find("#progress"), `${answered} of ${asked.length} questions answered`);
  find("#track").style.width = `${(100 * answered) / Math.max(asked.length, 1)}%`;
  const others = find("#others");
  if (others) others.hidden = ![...form.questions.values()].some((one) => one.element.closest(".others") && isTouched(one));
  showList();
  showUnsaved();
  showParked();
  showSpreads();
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showUnsaved() {
  const dirty = isUnsaved();
  const known = "Answers are only on this page until you save them.";
  setText(find("#unsaved"), dirty ? `Not saved yet. ${known}` : lastSaved || known);
  find("#unsaved").classList.toggle("dirty", dirty);
}

function showList() {
  const list = find("#list");
  const entries = listSteps().filter((one) => one.dataset.id);
  if (list.children.length !== entries.length) list.replaceChildren(...entries.map(makeEntry));
  entries.forEach((step, place) => {
    const question = form.questions.get(step.dataset.id);
    setText(find("small", list.children[place]), describeState(question));
    step.classList.toggle("done", isAnswered(question));
  });
}

// A text about a question: answered or begun, and whether the voices differ.
function describeState(question) {
  const state = isAnswered(question) ? "answered" : isTouched(question) ? "begun" : "";
  return [state, isSplit(question) ? "voices differ" : ""].filter(Boolean).join(", ");
}

// Lists every step of the form, so that people can go to it.
function chooseStep() {
  const entries = listSteps().map((step, place) => {
    const link = make("button", { type: "button", className: "link" }, find("h2, h3", step).textContent);
    link.addEventListener("click", () => {
      find("#dialog").close();
      showStep(place);
    });
    const question = form.questions.get(step.dataset.id);
    return make("li", { className: place === current ? "here" : "" }, link, " ", make("small", {}, question ? describeState(question) : ""));
  });
  openDialog("Go to", [make("ul", { className: "plain" }, ...entries)], [{ label: "Close" }]);
}

function makeEntry(step) {
  const link = make("a", { href: `#${step.id}` }, find("h3", step).textContent);
  link.addEventListener("click", (event) => {
    if (findView() === "all") return;
    event.preventDefault();
    showStep(listSteps().indexOf(step));
  });
  return make("li", {}, link, " ", make("small"));
}

function foldAll(isOpen) {
  for (const one of findAll("details.fold")) one.open = isOpen;
}
