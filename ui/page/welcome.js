// The page before the first question: what the library holds, questions to begin with, and whether the models are there.

// Shows at once what the index tells before the models are loaded.
async function welcome() {
  const { html, articles, questions } = await call("welcome", null);
  $(".loading")?.removeAttribute("hidden"); // below what has just come, so that nothing moves
  if (html === undefined) return;
  $(".holds").innerHTML = html;
  count(articles);
  if (questions.length) begin(questions);
}

// Shows questions, unless they are there already: who stands on one stays there.
function begin(questions) {
  const shown = $$(".chips button", $(".welcome")).map((button) => button.textContent);
  if (shown.join("\n") !== questions.join("\n")) $(".chips").replaceChildren(...questions.map(chip));
}

// Asks the server until the models are loaded, or have failed to load.
async function follow() {
  const { state, error, articles, model } = await call("status", null);
  element.dataset.state = error ? "failed" : state;
  if (error) return $(".loading").replaceWith(fault(error, "Byline could not get ready"));
  if (state === "loading") return setTimeout(follow, 500);
  $(".loading").remove();
  offer(model);
  count(articles);
  announce("Ready.");
  await greeted;
  suggest();
}

// Shows the library as it is after a change, and questions that it answers.
async function greet() {
  await Promise.all([welcome(), suggest()]);
}

// Shows questions of the articles as they are now; what is shown already stays until these are found.
async function suggest() {
  const { questions = [] } = await call("examples", null);
  begin(questions);
}

function count(articles) {
  const unit = Object.assign(document.createElement("span"), { className: "unit", textContent: articles === 1 ? " article" : " articles" });
  $(".count").replaceChildren(` · ${articles.toLocaleString("en")}`, unit);
}

function chip(question) {
  const item = clone("chip");
  $("button", item).textContent = question;
  return item;
}

element.dataset.state = "loading";
const greeted = welcome();
