// Articles of the library that are selected, and removed with one question; what was done is taken back for some seconds.

const picking = $(".picking"), confirming = $(".confirming"), undoing = $(".undoing");
const picked = new Set();
let undoable = null; // what can be taken back, and the clock that ends it

function boxes() {
  return $$(".pick input", shelf);
}

// Shows what is selected: only articles that are in the list can be.
function pick() {
  const shown = boxes(), ids = new Set(shown.map(({ value }) => value));
  for (const id of picked) if (!ids.has(id)) picked.delete(id);
  for (const box of shown) box.checked = picked.has(box.value);
  const all = $("[type=checkbox]", picking);
  picking.hidden = !shown.length || Boolean(sought);
  all.checked = shown.length > 0 && picked.size === shown.length;
  all.indeterminate = picked.size > 0 && !all.checked;
  $(".chosen", picking).textContent = picked.size ? `${picked.size.toLocaleString("en")} selected` : "";
  for (const part of [$("[data-do=doubt]", picking), $(".into", picking)]) part.hidden = !picked.size;
}

function articles(number) {
  return number === 1 ? "1 article" : `${number.toLocaleString("en")} articles`;
}

function doubt(button) {
  const ids = button.value ? [button.value] : [...picked];
  const title = button.value && $(".open", button.closest("tr")).textContent;
  confirming.ids = ids;
  $("h2", confirming).textContent = `Remove ${title ? `“${title}”` : articles(ids.length)}?`;
  confirming.showModal();
}

function spare() {
  confirming.close();
}

async function remove() {
  const { ids } = confirming;
  confirming.close();
  finish();
  const reply = await call("remove", ids);
  await list();
  if (reply.error) return shelf.prepend(fault(reply.error));
  for (const id of ids) if (walk.shown?.[0] === id) closePane();
  offerUndo(`Removed ${articles(reply.removed)}.`, () => putBack(reply.removal), () => call("forget", reply.removal), reply.seconds);
  greet();
}

async function putBack(removal) {
  const reply = await call("undo", removal);
  await list();
  if (reply.error) return shelf.prepend(fault(reply.error));
  announce(`${articles(reply.back)} put back.`);
  greet();
}

// Says what was done and offers for some seconds to take it back; `over` is called when that time ends.
function offerUndo(words, back, over = () => {}, seconds = 10) {
  finish();
  $("span", undoing).textContent = words;
  undoing.hidden = false;
  announce(words);
  if (!element.contains(document.activeElement)) $("button", undoing).focus(); // what had the focus is gone
  undoable = { back, over, clock: setTimeout(finish, 1000 * seconds) };
}

// Ends the time in which something can be taken back.
function finish() {
  if (undoable) unoffer().over();
}

async function takeBack() {
  if (undoable) await unoffer().back();
}

function unoffer() {
  const focused = undoing.contains(document.activeElement), was = undoable;
  clearTimeout(was.clock);
  undoable = null;
  undoing.hidden = true;
  if (focused) $("#filter").focus();
  return was;
}

shelf.addEventListener("change", ({ target }) => {
  if (!target.matches(".pick input")) return;
  target.checked ? picked.add(target.value) : picked.delete(target.value);
  pick();
});
$("[type=checkbox]", picking).addEventListener("change", ({ target }) => {
  for (const { value } of boxes()) target.checked ? picked.add(value) : picked.delete(value);
  pick();
});
$("form", confirming).addEventListener("submit", (event) => {
  event.preventDefault();
  remove();
});
