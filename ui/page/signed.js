// Who is signed in: the name in the header, the way out, and nothing on the page that the role does not allow.

async function greetUser() {
  const { name, role, edits = true } = await call("who", null);
  element.classList.toggle("only-reads", !edits);
  if (!name) return;
  Object.assign($("nav .user"), { textContent: name, title: `Signed in as ${name}`, hidden: false });
  $("#signed strong").textContent = name;
  $("#signed span").textContent = role;
}

// By script: the page sends no referrer, so a form of it would be taken for one of another site.
async function signOut() {
  const root = location.pathname.replace(/\/?$/, "/");
  await fetch(`${root}sign-out`, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } }).catch(() => null);
  location.assign(`${root}sign-in`);
}

// Says why a call got no reply: where the session is over, the page itself is no longer given.
async function silence() {
  const { type } = await fetch(location.pathname, { method: "HEAD", redirect: "manual" }).catch(() => ({}));
  if (type === "opaqueredirect") return "You are signed out. Reload the page to sign in again.";
  return "Byline does not answer. See that it still runs where it was started, then retry.";
}

addEventListener("storage", ({ key }) => key === OWNER && location.reload()); // in another tab a user came or went
greetUser();
