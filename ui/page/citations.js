// The numbers of citations: what a pointer or the focus on one previews, and what a screen reader hears of an answer.

const preview = $(".preview");
let previewed = null; // the number whose quote is shown

// The excerpt that a number stands for.
function excerptOf(cite) {
  return $(`.excerpt[data-number="${cite.dataset.number}"]`, cite.closest(".card"));
}

function showPreview(cite) {
  const excerpt = cite !== previewed && excerptOf(cite);
  if (!excerpt) return;
  hidePreview();
  previewed = cite;
  const source = $(".from", excerpt).cloneNode(true);
  $("span", source).remove();
  $(".quote", preview).replaceChildren(...$(".quote", excerpt).cloneNode(true).childNodes);
  $(".meta", preview).textContent = source.textContent.replace(/ · $/, "");
  cite.setAttribute("aria-describedby", preview.id);
  preview.hidden = false;
  stand(cite.getBoundingClientRect());
}

// Places the preview over a number, or under it where there is no room, inside the window.
function stand({ left, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = preview;
  preview.style.left = `${Math.max(12, Math.min(left - 24, innerWidth - width - 12))}px`;
  preview.style.top = `${top > height + 12 ? top - height : bottom}px`;
}

function hidePreview() {
  previewed?.removeAttribute("aria-describedby");
  previewed = null;
  preview.hidden = true;
}

// An answer in words: without the numbers in it, and then how many sources it has.
function heard(turn) {
  const short = $(".short", turn).cloneNode(true), count = $$(".excerpts > .excerpt[data-name=citation]", turn).length;
  $$(".cite", short).forEach((cite) => cite.remove());
  const words = short.textContent.trim().replace(/\s+/g, " "), reason = $(".reason", turn)?.textContent ?? "";
  const said = /[.?!…]["”’]?$/.test(words) ? words : `${words}.`;
  return `Answer: ${said} ${count ? `${count} ${count === 1 ? "source" : "sources"}.` : reason}`.trim();
}

for (const kind of ["pointerover", "focusin"]) {
  turns.addEventListener(kind, ({ target, pointerType }) => {
    const cite = target.closest?.(".cite");
    if (cite && pointerType !== "touch" && (kind === "pointerover" || cite.matches(":focus-visible"))) showPreview(cite);
  });
}
document.addEventListener("pointerover", ({ target }) => {
  if (previewed && !target.closest?.(".cite, .preview") && document.activeElement !== previewed) hidePreview();
});
turns.addEventListener("focusout", hidePreview);
document.addEventListener("click", hidePreview, true);
document.addEventListener("scroll", () => previewed && stand(previewed.getBoundingClientRect()), true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || preview.hidden) return;
  event.stopPropagation(); // else it closed the article, too
  hidePreview();
}, true);
