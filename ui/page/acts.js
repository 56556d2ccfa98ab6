// What can be done with an answer: it is copied, asked for again, and rated; a verdict is sent at once, what was wrong when
// the reader says so.

function acts(turn) {
  const row = clone("acts");
  if (!turn.text) $("[data-do=copy]", row).remove();
  for (const button of $$("[data-do=rate]", row)) {
    if (!turn.text || turn.result.type === "Reply") button.remove(); // there is no answer to rate
    else button.setAttribute("aria-pressed", button.dataset.verdict === turn.verdict);
  }
  return row;
}

async function copy(button) {
  const { asked, text } = button.closest(".turn");
  const done = await toClipboard(`${asked}\n\n${text}`);
  told(button, done);
}

// Says on a button for two seconds whether copying worked.
function told(button, done) {
  const words = button.dataset.words ??= button.textContent;
  button.textContent = done ? "Copied" : "The browser does not allow copying";
  announce(button.textContent);
  setTimeout(() => (button.textContent = words), 2000);
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

async function rate(button) {
  const turn = button.closest(".turn");
  const verdict = button.getAttribute("aria-pressed") === "true" ? "none" : button.dataset.verdict;
  $(".wrong", turn)?.remove();
  if (!(await report(turn, { verdict }))) return;
  turn.verdict = verdict;
  for (const other of $$("[data-do=rate]", turn)) other.setAttribute("aria-pressed", other.dataset.verdict === verdict);
  keep(turn, current);
  announce({ up: "Rated as helpful.", down: "Rated as not helpful.", none: "The rating is taken back." }[verdict]);
  if (verdict !== "down") return;
  $(".acts", turn).after(clone("wrong"));
  $(".wrong textarea", turn).focus();
}

async function report(turn, words) {
  const history = before(turn).map(({ question }) => question);
  const reply = await call("rate", { turn: turn.id, result: turn.result, history, ...words });
  $(".fault", turn)?.remove();
  if (reply.error) $(".acts", turn).after(fault(reply.error, "This is not kept"));
  return !reply.error;
}

async function comment(form) {
  const turn = form.closest(".turn"), words = Object.fromEntries(new FormData(form));
  if (await report(turn, { verdict: "down", ...words })) thank(turn);
}

function thank(turn) {
  $(".wrong", turn).remove();
  announce("Thank you.");
  $("[data-verdict=down]", turn).focus();
}

const unsaid = (button) => thank(button.closest(".turn"));
