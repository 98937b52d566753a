// What every page does in the browser.
//
// A plain click on a link of class “door” opens its address within the page, as going back and forth does,
// so that nothing is loaded again; with this script gone, or with a key held, a door is an ordinary link.
// An address may name a place on the page: it is gone to once the page has been drawn, and a row is marked.
(() => {
  if (window.doorsOpen) return;
  window.doorsOpen = true;
  const drawn = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.getAttribute("data-test-script-state") === "notRunning";
  };
  const goTo = (hash) => {
    if (hash.length < 2) return;
    let left = 50;
    const timer = setInterval(() => {
      const place = document.getElementById(decodeURIComponent(hash.slice(1)));
      left -= 1;
      if ((place && drawn()) || left < 1) {
        clearInterval(timer);
        if (place?.matches("tr")) showRow(place);
        else place?.scrollIntoView({ block: "start" });
      }
    }, 100);
  };
  // Charts above a row may still grow: it is looked for again once they have.
  const showRow = (row) => {
    document.querySelectorAll("tr.gone-to").forEach((one) => one.classList.remove("gone-to"));
    row.classList.add("gone-to");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    const toRow = () => row.scrollIntoView({ block: "center" });
    toRow();
    setTimeout(toRow, 600);
  };
  goTo(location.hash);
  // Light and dark are chosen in the browser, charts are drawn on the server: it has to be told.
  const app = document.querySelector('[data-testid="stApp"]');
  let scheme = getComputedStyle(app).colorScheme;
  new MutationObserver(() => {
    if (getComputedStyle(app).colorScheme === scheme) return;
    scheme = getComputedStyle(app).colorScheme;
    if (location.hash) history.replaceState({}, "", location.pathname + location.search);
    setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate")), 100);
  }).observe(app, { attributeFilter: ["class"] });
  addEventListener("beforeprint", () => {
    const sheet = 1060;  // A4 on its side within its margins, in pixels
    const wide = document.querySelector(".stMainBlockContainer")?.offsetWidth || sheet;
    const root = document.documentElement.style;
    root.setProperty("--screen-width", `${wide}px`);
    root.setProperty("--to-sheet", Math.min(1, sheet / wide));
  });
  // A link that prints opens its page first, and the dialog once that has been drawn.
  const printDrawn = () => {
    let left = 100;
    const timer = setInterval(() => {
      left -= 1;
      const ready = document.querySelector(".one-page") && drawn();
      if (ready || left < 1) clearInterval(timer);
      if (ready) window.print();
    }, 200);
  };
  // From a finding to its cell in the preview of the sheet, on whichever tab that is.
  const showCell = ({ sheet, cell }) => {
    const found = [...document.querySelectorAll(".sheet [data-cell]")].find((one) =>
      one.dataset.cell === cell && (!sheet || one.closest(".sheet").dataset.sheet === sheet));
    if (!found) return false;
    const tabs = found.closest('[data-testid="stTabs"]');
    if (tabs) {
      const panels = [...tabs.querySelectorAll('[data-testid="stTabPanel"]')];
      tabs.querySelectorAll('[role="tab"]')[panels.findIndex((one) => one.contains(found))]?.click();
    }
    setTimeout(() => {
      found.scrollIntoView({ block: "center", inline: "center" });
      found.closest(".sheet").focus({ preventScroll: true });
      found.animate({ outline: ["6px solid currentColor", "0 solid transparent"] }, 1500);
    }, 150);
    return true;
  };
  document.addEventListener("click", (event) => {
    const toCell = event.target.closest("a.to-cell");
    if (toCell && showCell(toCell.dataset)) event.preventDefault();
    if (event.target.closest("button.print")) window.print();
    const door = event.target.closest("a.door");
    if (!door || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
        || event.shiftKey || event.altKey) return;
    const to = new URL(door.href, location.href);
    if (to.origin !== location.origin) return;
    event.preventDefault();
    const elsewhere = to.pathname !== location.pathname;
    if (to.href !== location.href) {
      history.pushState({}, "", to.href);
      window.dispatchEvent(new PopStateEvent("popstate"));
    }
    if (to.hash) setTimeout(goTo, 200, to.hash);
    else if (elsewhere) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    if (door.classList.contains("prints")) printDrawn();
    const sidebar = document.querySelector('[data-testid="stSidebar"]');
    if (sidebar?.contains(door) && innerWidth < 768) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });
})();
