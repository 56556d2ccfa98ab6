// Whose words the answers of a conversation are: the articles' own, or a language model's where there is one.

const readers = $(".readers");
let fluent = true; // in the conversation of this tab

function offer(model) {
  element.dataset.model = $(".model span").textContent = $(".model").title = model;
  readers.hidden = !model;
}

function choose(wanted) {
  fluent = wanted;
  $(`[value=${fluent ? "fluent" : "quotes"}]`, readers).checked = true;
}

// Goes on as the conversation that is open was left.
function chooseAgain() {
  choose(stored(current)?.fluent ?? true);
  scopeAgain();
}

readers.addEventListener("change", ({ target }) => {
  choose(target.value === "fluent");
  const chat = stored(current);
  if (chat) store(current, { ...chat, fluent });
});

