// The screen of a room asks for itself anew: for the next code, and for who came in between.
(() => {
  const LATEST = 10;
  const renew = async () => {
    let wait = LATEST;
    try {
      const answer = await fetch(window.location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-room]");
      if (!fresh) {
        window.location.reload();
        return;
      }
      document.querySelector("[data-room]").replaceWith(fresh);
      wait = Number(fresh.dataset.refresh);
    } catch {
      wait = LATEST; // no network: again in a while
    }
    later(wait);
  };
  const later = (seconds) => setTimeout(renew, seconds * 1000 + 300);
  const room = document.querySelector("[data-room]");
  if (room) later(Number(room.dataset.refresh));
})();
