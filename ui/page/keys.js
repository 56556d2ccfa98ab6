// The question's field: what is typed stays over a reload, earlier questions come back, the last is edited, and the next
// one may wait.

const DRAFT = "byline.draft";
let recalled = 0; // how many questions back the field shows
let amended = null; // the last turn, while the field edits its question
const queued = []; // the questions that are asked, one after another, when the answer is there

function over() {
  return [...input.value].length > LIMIT;
}

function submit() {
  const question = input.value.trim();
  if (!question || over()) return;
  if (pasted()) return addPage(question);
  const turn = amended;
  put("");
  amends(null);
  turn && turn === editable() ? askInstead(turn, question) : askOrQueue(question);
}

// The last turn, where its question may be edited: when it is answered, and nothing else is being asked.
function editable() {
  const turn = turns.lastElementChild;
  return !pending && turn && $(".acts", turn) ? turn : null;
}

function amends(turn) {
  amended = turn;
  $(".amending").hidden = !turn;
}

// Brings the last question into the field, to be asked anew in its place.
function amend() {
  put(turns.lastElementChild.asked);
  amends(editable());
  input.focus();
}

// Leaves the last question as it is.
function unamend(event) {
  event.stopPropagation(); // else it closed the article, too
  put("");
  amends(null);
}

function asNew() {
  amends(null);
  input.focus();
}

function askInstead(turn, question) {
  turn.asked = $(".question", turn).textContent = question;
  turn.plain = false;
  return answer(turn);
}

function askOrQueue(question) {
  arrived();
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

function askNext(stays = false) {
  if (pending) return;
  const question = queued.shift();
  tellQueue();
  ask(question, stays);
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
  amends(back === 1 ? editable() : null);
  return true;
}

// A question as it was understood, to be changed and asked again; the last one in its place.
function reword(button) {
  const turn = button.closest(".turn");
  put(turn.turn.standalone_question);
  amends(turn === editable() ? turn : null);
  input.focus();
}

// Asks a question again as if nothing had been asked before.
function literally(button) {
  const turn = button.closest(".turn");
  turn.plain = true;
  answer(turn);
}

input.addEventListener("input", () => {
  draft();
  if (!input.value) amends(null);
});
input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.shiftKey) return;
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (event.key === "Enter") submit();
  else if (event.key === "Escape" && amended) unamend(event);
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
