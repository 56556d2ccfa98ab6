// The field, the buttons and the library; then the page begins.

const LIMIT = Number(element.dataset.limit); // characters of a question

async function view(name) {
  element.dataset.view = name;
  $(".chat").hidden = name !== "ask";
  $(".library").hidden = name !== "library";
  for (const tab of $$("nav [data-do=ask], nav [data-do=library]")) {
    if (tab.dataset.do === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  putAside();
  settleIn();
  if (name === "library") await list();
}

function measure() {
  const length = [...input.value].length;
  const long = over();
  send.textContent = pending ? "Stop" : pasted() ? "Add" : "Ask";
  offerPage();
  $("#limit").textContent = length > LIMIT * 0.9 ? `${length.toLocaleString("en")} of ${LIMIT.toLocaleString("en")} characters${long ? ": please shorten the question" : ""}` : "";
  $("#limit").classList.toggle("over", long);
  input.setAttribute("aria-invalid", long);
  send.disabled = !pending && (long || !input.value.trim());
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

const deeds = {
  ask: () => view("ask").then(() => input.focus()),
  library: () => view("library"),
  clear, stop, copy, link, rate, unsaid,
  chats, hide, reopen, rename, save, drop, undo,
  reword, literally, amend, asNew,
  unqueue: () => { unqueue(); input.focus(); },
  dismiss: () => { $(".notice").hidden = true; input.focus(); },
  retry: (button) => answer(button.closest(".turn")),
  chip: (button) => { input.focus(); askOrQueue(button.textContent); },
  previous: () => step(-1),
  next: () => step(1),
  close: leavePane,
  sort, doubt, spare, takeBack, finish,
  edit, asTold, accept, cancelEdit,
  findMore, mentionMore, leaveSearch,
  askAll, askAllNow, askThese, askCollection, stopAdding, gather, renameCollection, deleteCollection,
  signOut,
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const excerpt = event.target.closest(".excerpt");
  if (button?.dataset.do) deeds[button.dataset.do](button);
  else if (button?.matches(".cite")) openCitation(excerptOf(button), button);
  else if (button?.dataset.article) openAlone(button);
  else if (excerpt && getSelection().isCollapsed) openCitation(excerpt, $(".from", excerpt));
});
$(".asking").addEventListener("submit", (event) => {
  event.preventDefault();
  pending ? stop() : submit();
});
turns.addEventListener("submit", (event) => {
  event.preventDefault();
  comment(event.target);
});
input.addEventListener("input", measure);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || $("dialog[open]") || $(":popover-open")) return;
  pane.hidden ? stop() : leavePane();
});

measure();
if (!narrow.matches) input.focus();
restore();
follow();
if (location.hash) travel();
else settleIn(true);
