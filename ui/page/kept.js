// The conversations that this browser keeps, each under a key of its own, so that tabs do not overwrite one another.
// A tab has one of them open. What the server said is kept as data, and shown by the server anew.

const KEPT = "byline.chat.", OPEN = "byline.open";
const unkept = new Map(), gone = new Set(); // what the browser had no room for; what was deleted
let current = unique(); // the conversation of this tab
let complained = false;

function stored(id) {
  if (unkept.has(id)) return unkept.get(id);
  try {
    const chat = JSON.parse(localStorage.getItem(KEPT + id));
    return chat?.turns?.every(questionOf) ? chat : null;
  } catch {
    return null; // the browser does not allow it, or another program wrote it
  }
}

function store(id, chat) {
  try {
    localStorage.setItem(KEPT + id, JSON.stringify(chat));
    unkept.delete(id);
  } catch (error) {
    unkept.set(id, chat);
    complain(error.name === "QuotaExceededError");
  }
}

function complain(full) {
  if (complained) return;
  complained = true;
  const why = full ? "This browser has no room left for chats. Delete some, or save this one:" : "This browser keeps nothing for this page:";
  notice(`${why} it is lost when the page is closed.`);
}

function notice(words) {
  $(".notice").hidden = false;
  $(".notice span").textContent = words;
}

function titled({ title, turns: [first] }) {
  return title || questionOf(first);
}

// The question of a turn that is kept, be it answered or not.
function questionOf(turn) {
  return turn?.result?.question ?? turn?.question;
}

// Keeps a question before its answer is there, so that a reload or another tab has it; in the place of what it was.
function keepAsked(turn) {
  const chat = stored(current) ?? { turns: [], fluent, within };
  const at = chat.turns.findIndex(({ id }) => id === turn.id);
  if (at >= 0 && questionOf(chat.turns[at]) === turn.asked) return;
  chat.turns.splice(at < 0 ? chat.turns.length : at, 1, { id: turn.id, question: turn.asked });
  store(current, { ...chat, changed: Date.now() });
  remember();
}

// Keeps a turn in its conversation, beside those that other tabs kept there.
function keep(turn, home) {
  if (!turn.result || gone.has(home)) return;
  const chat = stored(home) ?? { turns: [], ...(home === current ? { fluent, within } : { fluent: turn.fluent, within: turn.within }) };
  const entry = { id: turn.id, result: turn.result, turn: turn.turn, verdict: turn.verdict };
  const at = chat.turns.findIndex(({ id }) => id === turn.id);
  chat.turns.splice(at < 0 ? chat.turns.length : at, 1, entry);
  store(home, { ...chat, changed: Date.now() });
  if (home === current) remember();
}

// An answer that comes when its conversation is no longer open is kept there.
function arrive(turn, reply, home) {
  if (reply.error) return;
  Object.assign(turn, reply);
  keep(turn, home);
  for (const question of reply.result.left ?? []) keepLeft(question, home);
  if (home === current) catchUp();
}

// Keeps a question that nobody has asked yet.
function keepLeft(question, home) {
  const chat = stored(home);
  if (chat) store(home, { ...chat, turns: [...chat.turns, { id: unique(), question }] });
}

// Lets a reload of this tab come back to its conversation.
function remember() {
  try {
    sessionStorage.setItem(OPEN, current);
  } catch { /* then a reload begins anew */ }
}

function restore() {
  try {
    const [, linked] = location.hash.match(CHAT) ?? [];
    current = (stored(linked) && linked) ?? sessionStorage.getItem(OPEN) ?? current;
  } catch { /* as above */ }
  chooseAgain();
  return catchUp();
}

// Shows the turns of the conversation that are not shown yet: all when it is opened, else those of another tab.
async function catchUp() {
  const shown = new Map([...turns.children].map((turn) => [turn.id, turn]));
  const kept = (stored(current)?.turns ?? []).filter((entry) => isNews(entry, shown.get(entry.id)));
  const made = kept.map((entry) => unfolded(entry, shown.get(entry.id)));
  if (!made.length) return;
  turns.append(...made.filter((turn) => !turn.isConnected));
  made.filter((turn) => !turn.result).forEach(lack);
  const answered = made.filter((turn) => turn.result);
  const { cards, error } = answered.length ? await call("cards", answered.map(({ result }) => result)) : {};
  for (const [at, turn] of answered.entries()) {
    if (turn.isConnected && turn !== pending?.turn) show(turn, error ? { error } : cards[at]);
  }
  if (!made.at(-1).isConnected) return;
  made.at(-1).scrollIntoView({ block: "start" });
  goOn(made.at(-1));
}

// Tells whether what is kept is not shown: a turn, its answer, or its question as another tab edited it.
function isNews(entry, turn) {
  if (!turn || turn === pending?.turn) return !turn;
  return turn.asked !== questionOf(entry) || Boolean(entry.result && turn.lacking);
}

// A turn as it was kept; the same element where it is shown already.
function unfolded(entry, shown) {
  const { id, result, turn, verdict } = entry, asked = questionOf(entry), place = shown ?? begun(asked, id);
  $(".question", place).textContent = asked;
  return Object.assign(place, { asked, result, turn, verdict, lacking: !result });
}

// Shows that a question has no answer: it was left, or waits in another tab.
function lack(turn) {
  $(".reply", turn).replaceChildren(clone("lacking"));
  $(".card", turn).append(acts(turn));
}

function leave(id) {
  if (pending) pending.left = true; // its answer is kept when it comes
  settle(null);
  unqueue();
  amends(null);
  closePane();
  turns.replaceChildren();
  current = id;
  chooseAgain();
  remember();
  view("ask");
}
