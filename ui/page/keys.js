// The question's field: what is typed stays over a reload, earlier questions come back, and the next one may wait.

const DRAFT = "byline.draft";
let recalled = 0; // how many questions back the field shows
const queued = []; // the questions that are asked, one after another, when the answer is there

function over() {
  return [...input.value].length > LIMIT;
}

function submit() {
  const question = input.value.trim();
  if (!question || over()) return;
  put("");
  askOrQueue(question);
}

function askOrQueue(question) {
  pending ? queue(question) : ask(question);
}

function put(words) {
  input.value = words;
  measure();
  draft();
}

function draft() {
  try {
    sessionStorage.setItem(DRAFT, unasked()); // what waits is asked by nobody after a reload
  } catch { /* then a reload begins with an empty field */ }
}

// What was typed and has not been asked: the questions that wait, then the field.
function unasked() {
  return [...queued, input.value].filter(Boolean).join("\n");
}

function queue(question) {
  queued.push(question);
  tellQueue();
  announce(`“${question}” is asked next.`);
}

function tellQueue() {
  draft();
  $(".queued").hidden = !queued.length;
  $(".queued span").textContent = `Next: ${queued.join(" · ")}`;
}

// Gives the questions that wait back to the field.
function unqueue() {
  if (!queued.length) return;
  const words = unasked();
  queued.length = 0;
  put(words);
  tellQueue();
}

function askNext() {
  if (pending) return;
  const question = queued.shift();
  tellQueue();
  ask(question);
}

// Brings earlier questions back, the last first.
function recall(by) {
  const asked = [...turns.children].map((turn) => turn.asked);
  const shown = recalled && input.value === asked.at(-recalled);
  if (input.value && !shown) return false;
  const back = Math.min(asked.length, (shown ? recalled : 0) + by);
  if (back < 0) return false;
  recalled = back;
  put(back ? asked.at(-back) : "");
  return true;
}

// A question as it was understood, to be changed and asked again.
function reword(button) {
  put(button.closest(".turn").turn.standalone_question);
  input.focus();
}

// Asks a question again as if nothing had been asked before.
function literally(button) {
  const turn = button.closest(".turn");
  turn.plain = true;
  answer(turn);
}

input.addEventListener("input", draft);
input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.shiftKey) return;
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (event.key === "Enter") submit();
  else if (!by || !recall(by)) return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "/") deeds.ask();
  else if (event.key === "?") $("#keys").showPopover();
  else return;
  event.preventDefault();
});
try {
  input.value = sessionStorage.getItem(DRAFT) ?? "";
} catch { /* as above */ }
