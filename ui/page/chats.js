// The conversations that this browser keeps, each under a key of its own, so that tabs do not overwrite one another.
// A tab has one of them open. What the server said is kept as data, and shown by the server anew.

const KEPT = "byline.chat.", OPEN = "byline.open";
const drawer = $(".chats"), unkept = new Map();
const dropped = new Map(), gone = new Set(); // deleted while the list is open, and ever
let current = unique(); // the conversation of this tab
let complained = false;

function stored(id) {
  if (unkept.has(id)) return unkept.get(id);
  try {
    const chat = JSON.parse(localStorage.getItem(KEPT + id));
    return chat?.turns?.every((turn) => turn?.result?.question) ? chat : null;
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

function listed() {
  const ids = new Set(unkept.keys());
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) ids.add(key.slice(KEPT.length));
  } catch { /* as above */ }
  const kept = [...ids].map((id) => ({ id, ...stored(id) })).filter((chat) => chat.turns?.length);
  return [...kept, ...dropped.values()].sort((one, other) => other.changed - one.changed);
}

function titled({ title, turns: [first] }) {
  return title || first.result.question;
}

// Keeps a turn in its conversation, beside those that other tabs kept there.
function keep(turn, home) {
  if (!turn.result || gone.has(home)) return;
  const chat = stored(home) ?? { turns: [], fluent: home === current ? fluent : turn.fluent, within: home === current ? within : turn.within };
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
  if (home === current) catchUp();
}

// Lets a reload of this tab come back to its conversation.
function remember() {
  try {
    sessionStorage.setItem(OPEN, current);
  } catch { /* then a reload begins anew */ }
}

function restore() {
  try {
    current = sessionStorage.getItem(OPEN) ?? current;
  } catch { /* as above */ }
  chooseAgain();
  return catchUp();
}

// Shows the turns of the conversation that are not shown yet: all when it is opened, else those of another tab.
async function catchUp() {
  const shown = new Set([...turns.children].map(({ id }) => id));
  const kept = (stored(current)?.turns ?? []).filter(({ id }) => !shown.has(id));
  const made = kept.map(({ id, result, turn, verdict }) => Object.assign(begun(result.question, id), { result, turn, verdict }));
  if (!made.length) return;
  turns.append(...made);
  const { cards, error } = await call("cards", kept.map(({ result }) => result));
  for (const [at, turn] of made.entries()) {
    if (turn.isConnected && turn !== pending?.turn) show(turn, error ? { error } : cards[at]);
  }
  if (!made.at(-1).isConnected) return;
  made.at(-1).scrollIntoView({ block: "start" });
  goOn(made.at(-1));
}

function leave(id) {
  if (pending) pending.left = true; // its answer is kept when it comes
  settle(null);
  unqueue();
  closePane();
  turns.replaceChildren();
  current = id;
  chooseAgain();
  remember();
  view("ask");
}

function clear() {
  hide();
  leave(unique());
  input.focus();
}

async function reopen(button) {
  const { id } = button.closest("li").dataset;
  hide();
  if (id === current) return view("ask");
  leave(id);
  input.focus();
  await catchUp();
}

function chats() {
  showChats();
  drawer.showModal();
  ($("[aria-current]", drawer) ?? $(".title", drawer) ?? $("[data-do=clear]", drawer)).focus();
}

function hide() {
  if (drawer.open) drawer.close();
}

function showChats() {
  const kept = listed();
  $("ol", drawer).replaceChildren(...kept.map((chat) => (dropped.has(chat.id) ? droppedRow(chat) : row(chat))));
  drawer.classList.toggle("empty", !kept.length);
}

function row(chat) {
  const item = clone("chat"), title = $(".title", item), count = chat.turns.length;
  item.dataset.id = chat.id;
  title.textContent = titled(chat);
  if (chat.id === current) title.setAttribute("aria-current", "true");
  $("summary", item).setAttribute("aria-label", `What to do with “${titled(chat)}”`);
  $(".meta", item).textContent = `${count} ${count === 1 ? "question" : "questions"} · ${day(chat.changed)}`;
  return item;
}

function droppedRow(chat) {
  const item = clone("dropped");
  item.dataset.id = chat.id;
  $(".title", item).textContent = `“${titled(chat)}” is deleted.`;
  return item;
}

function day(time) {
  const when = new Date(time), now = new Date();
  if (when.toDateString() === now.toDateString()) return when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const year = when.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return when.toLocaleDateString("en-GB", { day: "numeric", month: "long", year });
}

function rename(button) {
  const item = button.closest("li"), old = $(".title", item), { id } = item.dataset;
  const field = Object.assign(document.createElement("input"), { className: "title", value: old.textContent, maxLength: 200 });
  field.setAttribute("aria-label", "Title of the chat");
  let over = false; // the field loses the focus when it goes
  const done = (keeps) => {
    if (over) return;
    over = true;
    const chat = stored(id), title = field.value.trim();
    field.replaceWith(old);
    if (keeps && chat && title) store(id, { ...chat, title });
    showChats();
    $(`[data-id="${id}"] .title`, drawer)?.focus();
  };
  field.addEventListener("blur", () => done(true));
  field.addEventListener("keydown", (event) => {
    if (!["Enter", "Escape"].includes(event.key) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    done(event.key === "Enter");
  });
  old.replaceWith(field);
  $("details", item).open = false;
  field.select();
}

function drop(button) {
  const { id } = button.closest("li").dataset, chat = stored(id);
  if (!chat) return showChats();
  dropped.set(id, { id, ...chat });
  gone.add(id);
  unkept.delete(id);
  try {
    localStorage.removeItem(KEPT + id);
  } catch { /* then it was not kept there */ }
  if (id === current) leave(unique());
  showChats();
  $(`[data-id="${id}"] [data-do=undo]`, drawer).focus();
}

function undo(button) {
  const { id, ...chat } = dropped.get(button.closest("li").dataset.id);
  dropped.delete(id);
  gone.delete(id);
  store(id, chat);
  showChats();
  $(`[data-id="${id}"] .title`, drawer).focus();
}

async function save(button) {
  const chat = stored(button.closest("li").dataset.id), { form } = button.dataset;
  const { text, error } = await call("export", { title: titled(chat), form, results: chat.turns.map(({ result }) => result) });
  if (error) {
    $(".fault", drawer)?.remove();
    return button.closest("li").append(fault(error, "This is not saved"));
  }
  const [kind, ending] = form === "html" ? ["text/html", "html"] : ["text/markdown", "md"];
  const address = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
  const plain = titled(chat).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  Object.assign(document.createElement("a"), { href: address, download: `${plain || "chat"}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  $(".teller", drawer).textContent = "Saved.";
}

drawer.addEventListener("click", (event) => {
  if (event.target === drawer) hide(); // the ground beside it
});
drawer.addEventListener("close", () => dropped.clear());
addEventListener("storage", ({ key, newValue }) => {
  if (!key?.startsWith(KEPT)) return;
  if (drawer.open && !$("input", drawer)) showChats();
  const id = key.slice(KEPT.length);
  if (newValue) gone.delete(id);
  else gone.add(id);
  if (id !== current) return;
  if (newValue) {
    chooseAgain();
    catchUp();
  } else if (turns.children.length) {
    leave(unique());
    announce("This chat was deleted in another tab.");
  }
});
