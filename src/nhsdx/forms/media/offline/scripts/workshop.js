// A workshop: the voices of several people before the group decides, a timer, and points parked for later.

const MOST_VOICES = 12;
const voices = [];
const timer = { left: 0, since: 0, tick: 0 };

function addVoice(name, data = makeData()) {
  if (voices.length >= MOST_VOICES) return;
  const voice = { ...data, name };
  if (!voice.values.has("assessment.voice")) setVoiceHead(voice);
  voice.savedText = writeAssessment(voice);
  voices.push(voice);
  showPeople();
  showVoices();
}

function setVoiceHead({ values, name }) {
  values.set("assessment.voice", (/^[a-z]/.test(makeId(name)) ? makeId(name) : `voice-${makeId(name)}`).slice(0, 64).replace(/-$/, ""));
  values.set("assessment.assessors", [name]);
  for (const key of ["assessment.subject", "assessment.date"]) if (state.values.has(key)) values.set(key, state.values.get(key));
}

async function loadVoices(files) {
  for (const file of files) {
    try {
      const found = readAssessment(await readFile(file));
      const [role] = found.values.get("assessment.assessors") ?? [];
      addVoice(role ?? found.values.get("assessment.voice") ?? file.name, found);
    } catch (refused) {
      showRefusal(file.name, refused);
      return;
    }
  }
}

function showPeople() {
  const entries = voices.map((voice, place) => {
    const act = (label, action) => {
      const button = make("button", { type: "button", className: "quiet", "aria-label": `${label} ${voice.name}` }, label);
      button.addEventListener("click", action);
      return button;
    };
    const keep = () => download(voice, (name, text) => {
      voice.savedText = text;
      lastSaved = `Saved ${voice.name} as ${name}, in your downloads folder.`;
      noteChange();
    });
    const remove = () => {
      if (writeAssessment(voice) === voice.savedText) dropVoice(place);
      else openDialog(`Remove ${voice.name}?`, [make("p", {}, "This voice has answers that are not saved.")], [
        { label: "Remove it", action: () => dropVoice(place) },
        { label: "Keep it", isMain: true },
      ]);
    };
    return make("li", {}, make("span", {}, voice.name), act("Save", keep), act("Remove", remove));
  });
  find("#people").replaceChildren(...entries);
}

function dropVoice(place) {
  voices.splice(place, 1);
  showPeople();
  showVoices();
}

// The voices beside each statement of the current question.
function showVoices() {
  for (const old of findAll(".voices, .show")) old.remove();
  noteChange();
  const question = form.questions.get(listSteps()[current]?.dataset.id);
  const isCounted = find("#hands").checked;
  if (findView() !== "shop" || !(voices.length || isCounted) || !question || question.kind === "survey") return;
  if (voices.length && find("#hush").checked && !question.isShown) {
    const count = voices.filter((voice) => hasVoice(voice, question)).length;
    const show = make("button", { type: "button" }, "Show the voices");
    show.addEventListener("click", () => {
      question.isShown = true;
      showVoices();
    });
    find(".answer", question.element).prepend(make("p", { className: "show" }, `${count} of ${voices.length} voices have answered. `, show));
    return;
  }
  for (const key of question.valueKeys) {
    const field = form.fields.get(key);
    if (!voices.length && field.kind !== "choice") continue;
    const panel = make("div", { className: "voices", "data-key": key }, ...voices.map((voice) => makeVote(voice, field)));
    if (isCounted && field.kind === "choice") panel.append(...makeHands(field));
    panel.append(make("div", { className: "spread" }));
    find(".o, input", field.element).before(panel);
  }
}

function hasVoice(voice, { valueKeys }) {
  return valueKeys.some((key) => voice.values.has(key));
}

function makeVote(voice, { key, kind, options }) {
  let input = make("input", { type: "number", step: "any" });
  if (kind === "choice") {
    const entries = options.map(({ value, label }) => make("option", { value }, label));
    input = make("select", {}, make("option", { value: "" }, "–"), ...entries);
  }
  input.value = voice.values.get(key) ?? "";
  input.addEventListener("change", () => {
    if (input.value) voice.values.set(key, input.value);
    else voice.values.delete(key);
    noteChange();
  });
  return make("label", { className: "vote" }, make("span", {}, voice.name), input);
}

// How many voices gave each answer to a field, in the order of its options.
function countVotes({ key, options }) {
  const given = voices.map((voice) => voice.values.get(key)).filter((value) => value !== undefined);
  const hands = state.hands.get(key) ?? {};
  const known = options.length ? options.map((one) => one.value) : [...new Set(given)].sort((a, b) => a - b);
  const kind = form.questions.get(key.split(".")[1]).kind;
  const lead = { level: "at level ", measure: "at " }[kind];
  const describe = (label) => (lead ? lead + label : label.slice(0, 1).toLowerCase() + label.slice(1));
  return known.map((value) => ({ label: describe(describeValue(key, value)), count: given.filter((one) => one === value).length + (hands[value] ?? 0) }));
}

function isSplit(question) {
  if (question.kind === "survey" || (find("#hush").checked && !question.isShown)) return false;
  return question.valueKeys.some((key) => countVotes(form.fields.get(key)).filter((one) => one.count).length > 1);
}

function showSpreads() {
  for (const panel of findAll(".voices")) {
    const counts = countVotes(form.fields.get(panel.dataset.key));
    const given = counts.filter((one) => one.count);
    const total = given.reduce((sum, one) => sum + one.count, 0);
    const bar = make("div", { className: "bar-of", "aria-hidden": true });
    counts.forEach(({ count, label }, place) => {
      if (!count) return;
      const part = make("i", { className: `v${Math.round((place * 4) / Math.max(counts.length - 1, 1))}` });
      part.style.flexGrow = count;
      part.title = label;
      bar.append(part);
    });
    const said = given.map(({ count, label }) => `${count} ${label}`).join(", ");
    const verdict = total < 2 ? "" : given.length === 1 ? "They agree: " : "They differ: ";
    const text = total ? `${verdict}${said}` : "No answers yet";
    const spread = find(".spread", panel);
    if (spread.dataset.text === text) continue;
    spread.dataset.text = text;
    spread.replaceChildren(bar, make("p", { className: given.length > 1 ? "split" : "" }, text));
  }
}

function restartTimer() {
  find("#time-up").textContent = "";
  timer.left = Number(find("#minutes").value || 0) * 60;
  timer.since = performance.now();
  showClock();
}

function runTimer() {
  const isRunning = Boolean(timer.tick);
  if (isRunning) {
    timer.left = countLeft();
    clearInterval(timer.tick);
    timer.tick = 0;
  } else {
    timer.since = performance.now();
    timer.tick = setInterval(showClock, 500);
  }
  find("#run").textContent = isRunning ? "Start" : "Pause";
}

function countLeft() {
  return timer.left - (timer.tick ? (performance.now() - timer.since) / 1000 : 0);
}

function showClock() {
  const left = Math.ceil(countLeft());
  const shown = Math.abs(left);
  const digits = [Math.floor(shown / 60), shown % 60].map((one) => String(one).padStart(2, "0"));
  setText(find("#clock"), `${left < 0 ? "+" : ""}${digits.join(":")}`);
  find("#clock").classList.toggle("over", left <= 0 && Boolean(timer.tick));
  if (left <= 0 && timer.tick) setText(find("#time-up"), "Time for this question is up.");
}

function parkPoint(text) {
  state.parked.push({ question: listSteps()[current]?.dataset.id ?? "", text });
  noteChange();
}

function showParked() {
  const entries = state.parked.map((point, place) => {
    const about = form.questions.get(point.question)?.title;
    const remove = make("button", { type: "button", className: "quiet", "aria-label": `Remove: ${point.text}` }, "Remove");
    remove.addEventListener("click", () => {
      state.parked.splice(place, 1);
      noteChange();
    });
    return make("li", {}, make("span", {}, point.text), make("small", {}, about ? ` ${about}` : ""), " ", remove);
  });
  const list = find("#parked-list");
  const name = JSON.stringify(state.parked);
  if (list.dataset.name !== name) list.replaceChildren(...entries);
  list.dataset.name = name;
  find("#parked").hidden = !entries.length;
}
