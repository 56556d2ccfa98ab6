// The conversation: asking, waiting, answers, stopping, copying, and what a reload keeps.

const input = $("#question"), turns = $(".turns"), send = $(".send");
const kept = "byline.turns"; // this tab's conversation, so that a reload keeps it
let pending = null; // the turn that waits for its answer

function ask(question) {
  const turn = clone("turn");
  $(".question", turn).textContent = question;
  turn.asked = question;
  turns.append(turn);
  return answer(turn);
}

async function answer(turn) {
  if (pending?.turn !== turn) stop();
  const waiting = { turn, since: Date.now() };
  settle(waiting);
  turn.text = turn.html = null;
  $(".reply", turn).replaceChildren(clone("thinking"));
  tell(waiting);
  waiting.clock = setInterval(() => tell(waiting), 1000);
  turn.scrollIntoView({ block: "start" });
  const reply = await call("ask", { question: turn.asked, history: before(turn) });
  if (pending !== waiting) return; // stopped, retried or cleared meanwhile
  settle(null);
  show(turn, reply);
  turn.scrollIntoView({ block: "start" });
  announce(reply.error ? "" : `Answer: ${$(".short", turn).textContent}`);
  keep();
}

// The turns that a question may refer to.
function before(turn) {
  const done = [...turns.children];
  return done.slice(0, done.indexOf(turn)).map((earlier) => earlier.turn).filter(Boolean);
}

// Ends the wait for the turn that is pending, if any, and begins that for another.
function settle(waiting) {
  clearInterval(pending?.clock);
  pending = waiting;
  send.textContent = waiting ? "Stop" : "Ask";
  element.classList.toggle("waiting", Boolean(waiting));
  measure();
}

function tell({ turn, since }) {
  const late = Date.now() - since > 10_000;
  const doing = element.dataset.state === "loading" ? "Loading the models…" : "Reading the articles…";
  const words = late ? `${doing} Still working.` : doing;
  const place = $(".doing", turn);
  if (place.textContent === words) return;
  place.textContent = words;
  announce(words);
}

function show(turn, reply) {
  const place = $(".reply", turn);
  Object.assign(turn, reply);
  if (reply.error) place.replaceChildren(fault(reply.error));
  else place.innerHTML = reply.html;
  $(".card", place).append(acts(Boolean(reply.text)));
}

function acts(copies) {
  const row = clone("acts");
  if (!copies) $("[data-do=copy]", row).remove();
  return row;
}

function stop() {
  if (!pending) return;
  const place = $(".reply", pending.turn);
  settle(null);
  place.replaceChildren(clone("stopped"));
  $(".card", place).append(acts(false));
  announce("Stopped.");
  input.focus();
}

function clear() {
  settle(null);
  closePane();
  turns.replaceChildren();
  keep();
  view("ask");
  input.focus();
}

function keep() {
  const done = [...turns.children].filter((turn) => turn.html);
  try {
    sessionStorage.setItem(kept, JSON.stringify(done.map(({ asked, html, text, turn }) => ({ asked, html, text, turn }))));
  } catch { /* no room or no leave to keep it: a reload begins anew */ }
}

function restore() {
  let done = [];
  try {
    done = JSON.parse(sessionStorage.getItem(kept)) ?? [];
  } catch { /* as above */ }
  for (const { asked, ...reply } of done) {
    const turn = clone("turn");
    $(".question", turn).textContent = turn.asked = asked;
    turns.append(turn);
    show(turn, reply);
  }
  turns.lastElementChild?.scrollIntoView({ block: "start" });
}

async function copy(button) {
  const { asked, text } = button.closest(".turn");
  const done = await toClipboard(`${asked}\n\n${text}`);
  button.textContent = done ? "Copied" : "The browser does not allow copying";
  announce(button.textContent);
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

// The clipboard proper is there on https and localhost alone.
async function toClipboard(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
  const focused = document.activeElement;
  element.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused.focus();
  return done;
}

