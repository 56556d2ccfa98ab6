// Whose this browser's chats are: what it keeps of a user is forgotten when they sign out, and before another is let in.
// The server names the user in a cookie; a session that ends by itself leaves the cookie, and so the chats.

const OWNER = "byline.owner", NOBODYS = "byline.looks"; // colours tell nothing of anybody

function forgetOthers() {
  const [, user = ""] = document.cookie.match(/\bbyline_user=(\w+)/) ?? [];
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const kept = window[name], owner = kept.getItem(OWNER) ?? "";
      if (owner === user) continue;
      const keys = owner ? Object.keys(kept).filter((key) => key.startsWith("byline.") && key !== NOBODYS) : [];
      keys.forEach((key) => kept.removeItem(key));
      if (user) kept.setItem(OWNER, user);
    } catch { /* the browser keeps nothing */ }
  }
}

forgetOthers();
