// A show of hands: how many people chose each answer to a statement. Hands count with the voices, and stay in the file.

const HANDS_MARK = /^# Hands: (\S+) = (\{.*\})$/;

// A number field for each answer to a statement.
function makeHands({ key, options }) {
  const fields = options.map(({ value, label }) => {
    const input = make("input", { type: "number", min: 0, max: 999, value: state.hands.get(key)?.[value] ?? "" });
    input.addEventListener("input", () => {
      setHands(key, value, input.valueAsNumber);
      noteChange();
    });
    return make("label", { className: "vote hand" }, make("span", {}, label), input);
  });
  return fields;
}

function setHands(key, value, count) {
  const { [value]: _, ...rest } = state.hands.get(key) ?? {};
  const counts = isCount(count) ? { ...rest, [value]: count } : rest;
  if (Object.keys(counts).length) state.hands.set(key, counts);
  else state.hands.delete(key);
}

function isCount(count) {
  return Number.isInteger(count) && count > 0 && count <= 999;
}

// The statement and the hands in a comment; undefined if it is another comment.
function readHands(line) {
  const [, key, text] = HANDS_MARK.exec(line) ?? [];
  const options = form.fields.get(key)?.options.map((one) => one.value);
  if (!options) return undefined;
  const counts = JSON.parse(text);
  const isRight = Object.entries(counts).every(([value, count]) => options.includes(value) && isCount(count));
  return isRight ? [key, counts] : undefined;
}

function listHandLines(hands) {
  return [...hands].map(([key, counts]) => `# Hands: ${key} = ${escapeHidden(JSON.stringify(counts))}`);
}
