// The fields of the page. The key of each is its path in an assessment file, and its value is on the page.

const DOCUMENT_FIELDS = { title: "text", date: "day", url: "text", sha256: "text" };
const ACTION_FIELDS = { criterion: "choice", items: "ids", what: "text", owner: "text", due: "day", state: "choice", reason: "text" };
const FREE_KEYS = [...Object.keys(DOCUMENT_FIELDS), ...Object.keys(ACTION_FIELDS)];
const STATES = ["open", "done", "dropped"].map((value) => ({ value, label: value, isNumber: false }));

const form = {
  ...JSON.parse(document.getElementById("form-data").textContent),
  fields: new Map(),
  questions: new Map(),
  order: new Map(),
};

let idNumber = 0;

// The entries of people: values by key, comments of a loaded file, points parked for later, and shows of hands.
const state = makeData();

function makeData() {
  return { values: new Map(), notes: new Map(), tail: [], expect: [], parked: [], hands: new Map() };
}

function find(selector, root = document) {
  return root.querySelector(selector);
}

function findAll(selector, root = document) {
  return [...root.querySelectorAll(selector)];
}

// An element with properties, and text or other elements inside.
function make(tag, properties = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "for" || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...inside);
  return made;
}

// Puts a control in the place of each field of the paper form.
function collectFields() {
  for (const further of findAll(".further")) buildFurther(further);
  for (const element of findAll("[data-field]")) {
    const { field } = element.dataset;
    const key = field.startsWith(".") ? `answers.${element.closest(".question").dataset.id}${field}` : field;
    if (element.matches(".c")) addField(buildChoice(element, key));
    else if (element.matches("p")) addField(buildWritten(element, key));
    else addField(element);
  }
  for (const question of findAll(".question")) {
    const valueKeys = findAll(".answer [data-field]", question).map((one) => one.dataset.field);
    const { id, kind } = question.dataset;
    form.questions.set(id, { id, kind, element: question, title: find("h3", question).textContent.trim(), valueKeys });
  }
}

function nextId() {
  idNumber += 1;
  return `f${idNumber}`;
}

function buildWritten(paper, key) {
  const element = makeField(key, paper.dataset.kind, paper.textContent.trim());
  for (const limit of ["least", "most"]) if (paper.dataset[limit] !== undefined) element.dataset[limit] = paper.dataset[limit];
  paper.replaceWith(element);
  return element;
}

// A group of options to choose from, which many fields share or that are below its title.
function buildChoice(element, key) {
  const [title, box] = element.children;
  const name = nextId();
  title.id = name;
  element.setAttribute("role", "radiogroup");
  element.setAttribute("aria-labelledby", name);
  Object.assign(element.dataset, { field: key, kind: "choice" });
  const values = form.choices[key] ?? [];
  const own = findAll("span", box).map((one, place) => {
    const shown = make("span", {}, ...one.childNodes);
    return { value: values[place] ?? one.dataset.v, isNumber: "n" in one.dataset, shown };
  });
  const options = box.dataset.o === undefined ? own : form.options[box.dataset.o];
  const labels = options.map(({ value, label, isNumber, shown }) => {
    const radio = make("input", { type: "radio", name, value });
    if (isNumber) radio.dataset.number = "";
    return make("label", {}, radio, shown ?? label);
  });
  box.replaceChildren(...labels);
  return element;
}

// Evidence and its date, and below them the note, documents and why there is no answer.
function buildFurther(element) {
  const { id } = element.closest(".question").dataset;
  const { titles, grades } = form;
  const at = (key) => `answers.${id}.${key}`;
  const proof = make("div", { className: "proof" }, makeField(at("seen"), "day", titles.seen));
  if (grades.length) proof.prepend(makeField(at("evidence"), "choice", titles.evidence, grades));
  const documents = makeField(at("documents"), "ids", "Documents that support it");
  documents.append(make("button", { type: "button", className: "small", "data-do": "document" }, "Add a document"));
  const status = make("div", { className: "c inline", "data-field": ".status" }, make("p", {}, titles.status), make("div", { className: "o" }));
  status.lastChild.dataset.o = element.dataset.s;
  const fold = make("details", { className: "fold more", open: true }, make("summary", {}, "Note, documents, or why there is no answer"));
  fold.append(makeField(at("why"), "text", titles.why), documents, status, makeField(at("reason"), "text", titles.reason));
  element.replaceChildren(proof, fold);
}

function addField(element) {
  const { field: key, kind, least, most } = element.dataset;
  const select = find("select", element);
  const options = select ? listSelectOptions(select) : findAll("input[type=radio]", element).map(describeRadio);
  const limits = [least, most].map((one) => (one === undefined ? null : Number(one)));
  form.fields.set(key, { key, kind, element, options, limits, title: find("label, p", element)?.textContent.trim() ?? key });
  const parts = key.split(".");
  parts.forEach((_, place) => {
    const path = parts.slice(0, place + 1).join(".");
    if (!form.order.has(path)) form.order.set(path, form.fields.size);
  });
}

function listSelectOptions(select) {
  return [...select.options].filter((one) => one.value).map((one) => ({ value: one.value, label: one.textContent, isNumber: false }));
}

function describeRadio(input) {
  const label = (find("b", input.parentElement) ?? input.parentElement).textContent.trim();
  return { value: input.value, label, isNumber: input.dataset.number !== undefined };
}

// The field of a key. The field of a document or an action exists before it is on the page.
function findField(key) {
  const known = form.fields.get(key);
  if (known) return known;
  const [part, name, inside, ...more] = key.split(".");
  const kinds = { documents: DOCUMENT_FIELDS, actions: ACTION_FIELDS }[part];
  if (more.length || !kinds || !Object.hasOwn(kinds, inside ?? "")) return undefined;
  if (part === "documents" ? !ID.test(name) : !/^[0-9]+$/.test(name)) return undefined;
  const kind = kinds[inside];
  return { key, kind, options: inside === "state" ? STATES : inside === "criterion" ? listQuestionOptions() : [], limits: [null, null], title: inside };
}

function listQuestionOptions() {
  return [...form.questions.values()].map(({ id, title }) => ({ value: id, label: title, isNumber: false }));
}

// The control of a field; voices beside it have their own.
function findInput(element) {
  return find(":scope > :is(input, textarea, select), .o input", element);
}

// The value of a field on the page; undefined if it has none.
function readPage({ kind, element }) {
  if (kind === "choice") {
    const chosen = find(":scope > select", element) ?? find(".o input:checked", element);
    return chosen?.value || undefined;
  }
  if (kind === "ids") {
    const ticked = findAll(".o input:checked", element).map((one) => one.value);
    return ticked.length ? ticked : undefined;
  }
  const written = findInput(element).value;
  if (kind === "texts") {
    const lines = written.split("\n").map((line) => line.trim()).filter(Boolean);
    return lines.length ? lines : undefined;
  }
  return written.trim() ? written : undefined;
}

function showOnPage({ kind, element }, value) {
  if (kind === "choice") {
    const select = find(":scope > select", element);
    if (select) select.value = value ?? "";
    for (const radio of findAll(".o input", element)) radio.checked = radio.value === value;
  } else if (kind === "ids") {
    for (const box of findAll(".o input", element)) box.checked = Boolean(value?.includes(box.value));
  } else {
    const input = findInput(element);
    input.value = Array.isArray(value) ? value.join("\n") : (value ?? "");
    if (input.localName === "textarea") fitHeight(input);
  }
}

// Makes a text field as tall as its text.
function fitHeight(area) {
  if (CSS.supports("field-sizing", "content") || !area.offsetParent) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}

function setValue(key, value) {
  if (value === undefined || value.length === 0) state.values.delete(key);
  else state.values.set(key, value);
}

// Brings the page up to date with all values.
function showAll() {
  showDocuments();
  showActions();
  for (const field of form.fields.values()) showOnPage(field, state.values.get(field.key));
  noteChange();
}

// Whether every statement that is always asked has an answer, or the question has a value or a status.
function isAnswered({ id, kind, valueKeys }) {
  if (state.values.has(`answers.${id}.status`)) return true;
  if (kind === "level" || kind === "measure") return valueKeys.some((key) => state.values.has(key));
  const isOptional = (key) => form.fields.get(key).element.dataset.if !== undefined;
  const asked = valueKeys.filter((key) => !isOptional(key));
  return (asked.length ? asked : valueKeys).every((key) => state.values.has(key));
}

function isTouched({ id }) {
  return [...state.values.keys()].some((key) => key.startsWith(`answers.${id}.`));
}

// A value as people see it on the page.
function describeValue(key, value) {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.join(", ");
  return findField(key)?.options.find((one) => one.value === value)?.label ?? value;
}

function describeKey(key) {
  const [part, id] = key.split(".");
  const question = part === "answers" && form.questions.get(id);
  const title = findField(key)?.title ?? key;
  return question ? `${question.title}: ${title}` : title;
}
