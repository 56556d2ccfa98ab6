// The list of the conversations that this browser keeps: opened, renamed, saved, deleted and brought back.

const drawer = $(".chats");
const dropped = new Map(); // deleted while the list is open

function listed() {
  const ids = new Set(unkept.keys());
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) ids.add(key.slice(KEPT.length));
  } catch { /* as above */ }
  const kept = [...ids].map((id) => ({ id, ...stored(id) })).filter((chat) => chat.turns?.length);
  return [...kept, ...dropped.values()].sort((one, other) => other.changed - one.changed);
}

function clear() {
  hide();
  leave(unique());
  input.focus();
}

async function reopen(button) {
  hide();
  await openChat(button.closest("li").dataset.id);
  input.focus();
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
  const results = chat.turns.map(({ result }) => result).filter(Boolean);
  const { text, error } = await call("export", { title: titled(chat), form, results, within: chat.within });
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
