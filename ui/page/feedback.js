// Whether an answer helped: a verdict is sent at once, what was wrong when the reader says so.

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
