// The conversation of this tab: asking, waiting, answers, stopping, and questions to go on with.

const input = $("#question"), turns = $(".turns"), send = $(".asking .send");
const REMEMBERED = 8; // turns that a question may refer to
let pending = null; // the turn that waits for its answer

function ask(question, stays = false) {
  const turn = begun(question, unique());
  turns.append(turn);
  settleIn(true);
  return answer(turn, stays);
}

// A turn as it is before its answer; its `id` is its name among those that are kept.
function begun(question, id) {
  const turn = clone("turn");
  $(".question", turn).textContent = question;
  return Object.assign(turn, { asked: question, id });
}

function unique() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

// Asks a question; what is shown `stays` where it is, or the question comes to the top.
async function answer(turn, stays = false) {
  if (pending?.turn !== turn) stop();
  const waiting = { turn, since: Date.now(), home: current, left: false, struck: 0 };
  settle(waiting);
  amends(null);
  keepAsked(turn);
  Object.assign(turn, { text: null, result: null, turn: null, verdict: null, lacking: false, fluent, within });
  $$(".further").forEach((chips) => chips.remove());
  $(".understood", turn).replaceChildren();
  $(".reply", turn).replaceChildren(clone("thinking"));
  tell(waiting);
  waiting.clock = setInterval(() => tell(waiting), 1000);
  if (!stays) turn.scrollIntoView({ block: "start" });
  const reply = await hear(waiting, await call("ask", { question: turn.asked, history: turn.plain ? [] : before(turn), fluent, within }));
  if (waiting.left) return arrive(turn, reply, waiting.home);
  if (pending === waiting) settle(null);
  else if (!waiting.written) return; // stopped or retried
  show(turn, reply);
  if (!waiting.written && !stays) turn.scrollIntoView({ block: "start" });
  openBeside(turn);
  announce(reply.error ? "" : heard(turn));
  keep(turn, waiting.home);
  const left = turn === turns.lastElementChild ? turn.result?.left ?? [] : []; // several were asked at once
  queued.unshift(...left);
  queued.length ? askNext(left.length > 0) : goOn(turn);
}

// Follows a language model to its end, and shows each sentence as it comes; gives what `ask` gives without one.
async function hear(waiting, reply) {
  const { job } = reply;
  if (!job) return reply;
  waiting.job = job;
  if (pending === waiting) tell(waiting);
  else if (!waiting.left) call("stop", job); // which the reader did before there was a job
  for (let seen = 0; ; seen = reply.seen) {
    reply = await call("written", { job, seen });
    if (reply.error || reply.result) return reply;
    if (pending === waiting) grow(waiting, reply);
  }
}

function grow(waiting, { sentences, excerpts, struck }) {
  const { turn } = waiting, place = $(".reply", turn);
  waiting.struck += struck;
  if (sentences) {
    if (!waiting.written) place.replaceChildren(clone("writing"));
    waiting.written = true;
    $(".short", turn).insertAdjacentHTML("beforeend", sentences);
    $(".excerpts", turn).insertAdjacentHTML("beforeend", excerpts);
    followWalk(turn);
  }
  tell(waiting);
}

// The turns that a question may refer to.
function before(turn) {
  const done = [...turns.children];
  return done.slice(0, done.indexOf(turn)).map((earlier) => earlier.turn).filter(Boolean).slice(-REMEMBERED);
}

// Ends the wait for the turn that is pending, if any, and begins that for another.
function settle(waiting) {
  clearInterval(pending?.clock);
  pending = waiting;
  element.classList.toggle("waiting", Boolean(waiting));
  measure();
}

function tell({ turn, since, job, written, struck }) {
  const late = Date.now() - since > 10_000 && !written;
  const reading = element.dataset.state === "loading" ? "Loading the models…" : "Reading the articles…";
  const { model } = element.dataset;
  const doing = written ? `${model} is writing…` : job ? `Asking ${model}…` : reading;
  const so = struck ? `${doing} ${struck}\u00a0${struck === 1 ? "sentence" : "sentences"} struck.` : doing;
  const words = late ? `${so} Still working.` : so;
  const place = $(".doing", turn);
  if (place.textContent === words) return;
  place.textContent = words;
  announce(words);
}

function show(turn, reply) {
  const place = $(".reply", turn), plain = (words) => words.trim().split(/\s+/).join(" ");
  Object.assign(turn, reply);
  const number = turn.contains(document.activeElement) && document.activeElement.dataset.number;
  if (reply.error) place.replaceChildren(fault(reply.error));
  else place.innerHTML = reply.html;
  if (number) $(`.cite[data-number="${number}"]`, place)?.focus({ preventScroll: true });
  followWalk(turn);
  const understood = reply.turn?.standalone_question ?? turn.asked;
  $(".understood", turn).replaceChildren(...(plain(understood) === plain(turn.asked) ? [] : [reading(turn, understood)]));
  $(".card", place).append(acts(turn));
}

// How a question was understood, with the ways to have it otherwise.
function reading(turn, understood) {
  const line = clone("understood");
  $("span", line).textContent = `understood as: ${understood}`;
  if (turn.plain || !before(turn).length) $("[data-do=literally]", line).remove();
  return line;
}

// Offers what else the articles answer under the last turn, unless something was asked meanwhile.
async function goOn(turn) {
  const last = () => turn === turns.lastElementChild && turn.text && !pending;
  if (!last()) return;
  const { questions = [] } = await call("suggestions", { result: turn.result, history: [...before(turn), turn.turn] });
  if (!questions.length || !last() || $(".further", turn)) return;
  const chips = clone("further");
  chips.append(...questions.map(chip));
  $(".acts", turn).before(chips);
}

// Ends the wait. What a language model has written by then is its answer, which comes at once.
function stop() {
  if (!pending) return;
  const { turn, job, written } = pending, place = $(".reply", turn);
  settle(null);
  unqueue();
  if (job) call("stop", job);
  if (written) $(".thinking", place).remove();
  else {
    place.replaceChildren(clone("stopped"));
    $(".card", place).append(acts(turn));
  }
  announce("Stopped.");
  input.focus();
}
