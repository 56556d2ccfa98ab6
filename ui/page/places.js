// Where the reader is, as the page's address tells: #ask, #library, #chat=ID. Back, Forward and links lead there.

const CHAT = /^#chat=([\w-]+)$/;
let travelling = false; // what is shown follows the address, and not the other way

function place() {
  if (element.dataset.view === "library") return "#library";
  return turns.children.length || stored(current) ? `#chat=${current}` : "#ask";
}

// Lets the address tell where the reader is: as a new entry of the history, or in place of the present one.
function settleIn(instead = false) {
  const here = place();
  if (travelling || location.hash === here) return;
  history[instead ? "replaceState" : "pushState"]({ ...history.state, pane: false, chat: current }, "", here);
}

// Shows what the address says.
function travel() {
  if (LINK.test(location.hash)) return openLinked();
  const [, id] = location.hash.match(CHAT) ?? [];
  travelling = true;
  if (narrow.matches && !history.state?.pane) closePane();
  if (location.hash === "#library") view("library");
  else if (id) openChat(id);
  else if (turns.children.length) leave(unique());
  else view("ask");
  travelling = false;
  settleIn(true);
}

// Shows a conversation that this browser keeps.
function openChat(id) {
  if (id === current) return view("ask");
  const known = stored(id);
  leave(known ? id : unique());
  if (!known) return notice("This chat is not kept in this browser any more.");
  return catchUp();
}

// On a narrow screen the article covers the page, so Back closes it.
function enterPane() {
  if (narrow.matches) history.pushState({ ...history.state, pane: true }, "");
}

function leavePane() {
  try {
    if (!pane.hidden) sessionStorage.setItem(ALONE, "yes");
  } catch { /* as above */ }
  if (!pane.hidden && history.state?.pane) history.back();
  else closePane();
}

addEventListener("popstate", travel);
