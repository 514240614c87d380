// Documents and actions, of which there may be any number.

const DOCUMENT_TITLES = { title: "Title", date: "Its date", url: "Where it is", sha256: "SHA-256 of the file, if you have it" };
const ACTION_TITLES = {
  criterion: "Question",
  items: "Statements",
  what: "What will be done",
  owner: "Owner: a role, not a name",
  due: "By when",
  state: "State",
  reason: "Why it was dropped",
};
const begun = { documents: new Set(), actions: new Set() };

function listParts(part) {
  const known = listNames(state.values, part);
  return [...known, ...[...begun[part]].filter((name) => !known.includes(name))];
}

function makeField(key, kind, title, options = []) {
  const id = nextId();
  const label = make("label", { for: id }, title);
  const element = make("div", { className: `w ${kind}`, "data-field": key, "data-kind": kind }, label);
  if (kind === "choice") {
    const entries = options.map(({ value, label: text }) => make("option", { value }, text));
    element.append(make("select", { id }, make("option", { value: "" }, "Not given"), ...entries));
  } else if (kind === "day") element.append(make("input", { type: "date", id }));
  else if (kind === "number" || kind === "whole") element.append(make("input", { type: "number", step: "any", id }));
  else if (kind === "ids") {
    label.remove();
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", title);
    element.append(make("p", {}, title), make("div", { className: "o" }));
  } else element.append(make("textarea", { rows: 1, id }));
  return element;
}

// A box to tick for each option of a field of ids.
function fillBoxes(element, options, key) {
  const ticked = state.values.get(key) ?? [];
  const sorted = [...options].sort((one, other) => ticked.includes(other.value) - ticked.includes(one.value));
  const boxes = sorted.map(({ value, label }) => make("label", {}, make("input", { type: "checkbox", value }), label));
  find(".o", element).replaceChildren(...boxes);
  element.classList.toggle("none", !boxes.length);
  if (form.fields.has(key)) showOnPage(form.fields.get(key), state.values.get(key));
}

function forgetFields(part) {
  for (const key of [...form.fields.keys()]) if (key.startsWith(`${part}.`)) form.fields.delete(key);
}

function makeCard(part, name, number, fields) {
  const word = part === "documents" ? "document" : "action";
  const remove = make("button", { type: "button", className: "quiet" }, `Remove this ${word}`);
  remove.addEventListener("click", () => removePart(part, name));
  const title = make("h3", { tabIndex: -1 }, `${word === "document" ? "Document" : "Action"} ${number}`);
  const card = make("div", { className: "card", id: `${part}-${name}` }, title, ...fields, make("p", { className: "tools" }, remove));
  for (const field of fields) addField(field);
  return card;
}

function showDocuments() {
  forgetFields("documents");
  const cards = listParts("documents").map((id, place) => {
    const fields = Object.entries(DOCUMENT_FIELDS).map(([key, kind]) => makeField(`documents.${id}.${key}`, kind, DOCUMENT_TITLES[key]));
    return makeCard("documents", id, place + 1, fields);
  });
  find("#document-list").replaceChildren(...cards);
  showDocumentBoxes();
}

function showDocumentBoxes() {
  const options = listParts("documents").map((id) => ({ value: id, label: state.values.get(`documents.${id}.title`) ?? id }));
  for (const element of findAll(".question .ids")) fillBoxes(element, options, element.dataset.field);
}

function showActions() {
  forgetFields("actions");
  const cards = listParts("actions").map((name, place) => {
    const at = `actions.${name}`;
    const options = { criterion: listQuestionOptions(), state: STATES };
    const fields = Object.entries(ACTION_FIELDS).map(([key, kind]) => makeField(`${at}.${key}`, kind, ACTION_TITLES[key], options[key]));
    return makeCard("actions", name, place + 1, fields);
  });
  find("#action-list").replaceChildren(...cards);
  for (const name of listParts("actions")) showActionItems(name);
}

// The statements of the question that an action is about.
function showActionItems(name) {
  const key = `actions.${name}.items`;
  const { element } = form.fields.get(key);
  const question = form.questions.get(state.values.get(`actions.${name}.criterion`));
  const items = question?.kind === "checklist" ? question.valueKeys : [];
  fillBoxes(element, items.map((one) => ({ value: one.split(".").at(-1), label: findField(one).title })), key);
}

// An action is about another question now, so its statements are removed.
function changeQuestion(name) {
  setValue(`actions.${name}.items`, undefined);
  showActionItems(name);
}

function addDocument(question) {
  let number = 1;
  while (listParts("documents").includes(`document-${number}`)) number += 1;
  const id = `document-${number}`;
  begun.documents.add(id);
  if (question) {
    const key = `answers.${question}.documents`;
    askTitle(id, () => setValue(key, [...(state.values.get(key) ?? []), id]));
  } else {
    showAll();
    find(`#documents-${id} textarea`).focus();
  }
}

// Asks for the title and date of a document beside the answer that it supports.
function askTitle(id, accept) {
  const title = makeField("", "text", DOCUMENT_TITLES.title);
  const day = makeField("", "day", DOCUMENT_TITLES.date);
  const add = () => {
    const text = find("textarea", title).value.trim();
    if (!text) {
      find("textarea", title).focus();
      return false;
    }
    setValue(`documents.${id}.title`, text);
    setValue(`documents.${id}.date`, find("input", day).value);
    accept();
    showAll();
    return true;
  };
  const leave = () => begun.documents.delete(id);
  openDialog("Add a document", [title, day], [{ label: "Add it", action: add, isMain: true }, { label: "Cancel", action: leave }]);
}

function addAction() {
  const name = String(Math.max(-1, ...listParts("actions").map(Number)) + 1);
  begun.actions.add(name);
  setValue(`actions.${name}.state`, "open");
  showAll();
  find(`#actions-${name} select`).focus();
}

function removePart(part, name) {
  begun[part].delete(name);
  const start = `${part}.${name}.`;
  for (const key of [...state.values.keys()]) if (key.startsWith(start)) state.values.delete(key);
  if (part === "documents") {
    for (const [key, ids] of state.values) if (/^answers\.[^.]+\.documents$/.test(key)) setValue(key, ids.filter((id) => id !== name));
  }
  showAll();
  find(`#${part} h2`).focus();
}
