// A press without network waits on the phone, and is sent when the network is back.
(() => {
  const form = document.querySelector("[data-check-in]");
  if (!form) return;
  const PLACE = "check-in-waits";
  const EVERY = 4000;
  const longest = Number(form.dataset.longestWait);
  const notice = form.querySelector("[data-waits]");
  const buttons = form.querySelectorAll("button");
  let kept = null;
  let isSending = false;

  const show = (waits) => {
    notice.hidden = !waits;
    buttons.forEach((button) => { button.disabled = waits; });
  };

  const forget = () => {
    kept = null;
    sessionStorage.removeItem(PLACE);
  };

  const send = async () => {
    if (!kept || isSending) return;
    isSending = true;
    const body = new URLSearchParams(kept.body);
    body.set("waited", String(Math.max(Date.now() - kept.pressed, 0)));
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect" && answer.status >= 500) throw new Error("not taken");
      forget();
      window.location.assign(form.action);
    } catch {
      show(true);
      sessionStorage.setItem(PLACE, JSON.stringify(kept));
    } finally {
      isSending = false;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (kept) return;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    kept = { body: body.toString(), pressed: Date.now() };
    buttons.forEach((button) => { button.disabled = true; });
    send();
  });

  const before = sessionStorage.getItem(PLACE);
  if (before) {
    kept = JSON.parse(before);
    // Too old to count as pressed then: it is the person who says again that they are there.
    if (Date.now() - kept.pressed > longest) forget();
    else send();
  }
  window.addEventListener("online", send);
  setInterval(send, EVERY);
})();
