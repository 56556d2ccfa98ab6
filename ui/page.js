// The conversation: asking, waiting, answers, and what the buttons do.

const LIMIT = Number(element.dataset.limit); // characters of a question
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
  const waiting = { turn, since: Date.now() };
  settle(waiting);
  turn.text = turn.html = null;
  $(".reply", turn).replaceChildren(clone("thinking"));
  tell(waiting);
  waiting.clock = setInterval(() => tell(waiting), 1000);
  turn.scrollIntoView({ block: "start" });
  const reply = await call("ask", turn.asked);
  if (pending !== waiting) return; // stopped, retried or cleared meanwhile
  settle(null);
  show(turn, reply);
  turn.scrollIntoView({ block: "start" });
  announce(reply.error ? "" : `Answer: ${$(".short", turn).textContent}`);
  keep();
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
  sessionStorage.setItem(kept, JSON.stringify(done.map(({ asked, html, text }) => ({ asked, html, text }))));
}

function restore() {
  for (const { asked, html, text } of JSON.parse(sessionStorage.getItem(kept) ?? "[]")) {
    const turn = clone("turn");
    $(".question", turn).textContent = turn.asked = asked;
    turns.append(turn);
    show(turn, { html, text });
  }
  turns.lastElementChild?.scrollIntoView({ block: "start" });
}

async function copy(button) {
  const { asked, text } = button.closest(".turn");
  try {
    await navigator.clipboard.writeText(`${asked}\n\n${text}`);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser does not allow copying";
  }
  announce(button.textContent);
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

async function view(name) {
  element.dataset.view = name;
  $(".chat").hidden = name !== "ask";
  $(".library").hidden = name !== "library";
  for (const tab of $$("nav [data-do=ask], nav [data-do=library]")) {
    if (tab.dataset.do === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (name !== "library") return;
  const reply = await call("library", null);
  if (reply.error) $(".shelf").replaceChildren(fault(reply.error));
  else $(".shelf").innerHTML = reply.html;
}

function measure() {
  const length = [...input.value].length;
  const over = length > LIMIT;
  $("#limit").textContent = length > LIMIT * 0.9 ? `${length.toLocaleString("en")} of ${LIMIT.toLocaleString("en")} characters${over ? ": please shorten the question" : ""}` : "";
  $("#limit").classList.toggle("over", over);
  input.setAttribute("aria-invalid", over);
  send.disabled = !pending && (over || !input.value.trim());
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function submit() {
  if (send.disabled || pending) return;
  const question = input.value.trim();
  input.value = "";
  ask(question);
}

const deeds = {
  ask: () => view("ask").then(() => input.focus()),
  library: () => view("library"),
  clear, stop, copy,
  retry: (button) => answer(button.closest(".turn")),
  chip: (button) => { input.focus(); if (!pending) ask(button.textContent); },
  previous: () => step(-1),
  next: () => step(1),
  close: closePane,
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const excerpt = event.target.closest(".excerpt");
  if (button?.dataset.do) deeds[button.dataset.do](button);
  else if (button?.matches(".cite")) openCitation($(`.excerpt[data-number="${button.dataset.number}"]`, button.closest(".card")), button);
  else if (button?.dataset.article) openFromLibrary(button);
  else if (excerpt && getSelection().isCollapsed) openCitation(excerpt, $(".from", excerpt));
});
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  pending ? stop() : submit();
});
input.addEventListener("input", measure);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePane();
});

// Asks the server until the models are loaded, or have failed to load.
async function follow() {
  const { state, error, articles } = await call("status", null);
  element.dataset.state = error ? "failed" : state;
  if (error) return $(".loading").replaceWith(fault(error, "Byline could not get ready"));
  if (state === "loading") return setTimeout(follow, 500);
  $(".loading").remove();
  $(".count").textContent = ` · ${articles.toLocaleString("en")} ${articles === 1 ? "article" : "articles"}`;
  announce("Ready.");
  const { questions = [] } = await call("examples", null);
  $(".chips").replaceChildren(...questions.map(chip));
}

function chip(question) {
  const item = clone("chip");
  $("button", item).textContent = question;
  return item;
}

element.dataset.state = "loading";
restore();
measure();
follow();
if (!narrow.matches) input.focus();
