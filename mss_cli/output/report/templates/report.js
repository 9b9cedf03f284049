"use strict";
(() => {
  const list = document.getElementById("all-facts");
  const facts = [...list.querySelectorAll(".fact")];
  const selects = [...document.querySelectorAll("select[data-filter]")];
  const byId = (id) => document.getElementById(id);
  const words = byId("filter-text");
  const from = byId("filter-from");
  const to = byId("filter-to");
  const inputs = { text: words, from, to };
  for (const select of selects) {
    inputs[select.dataset.filter] = select;
  }
  const matched = byId("filter-matched");
  const texts = new Map();
  document.documentElement.classList.add("script");

  // Lower case without accents, as mss compares text.
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  // What the words are looked for in: the text, who is involved, the sources and the passages.
  const textOf = (fact) => {
    if (!texts.has(fact)) {
      const read = fact.querySelectorAll("h3, .meta, mark");
      const names = fact.dataset.who.replaceAll("-", " ");
      texts.set(fact, fold([...read].map((each) => each.textContent).join(" ") + " " + names));
    }
    return texts.get(fact);
  };

  // A fact matches a period if its date may fall in it; an open end may be any day.
  const inPeriod = (fact) => {
    if (!from.value && !to.value) {
      return true;
    }
    const { undated, from: first, to: last } = fact.dataset;
    return (
      undated === undefined &&
      !(from.value && last && last < from.value) &&
      !(to.value && first && first > to.value)
    );
  };

  // Words in any order; quotation marks and other signs around them do not count.
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? [];

  const filter = () => {
    const wanted = wordsOf(words.value);
    const chosen = selects.filter((select) => select.value);
    const backwards = from.value && to.value && to.value < from.value;
    let shown = 0;
    for (const fact of facts) {
      const keep =
        !backwards &&
        chosen.every((s) => fact.dataset[s.dataset.filter].split(" ").includes(s.value)) &&
        inPeriod(fact) &&
        wanted.every((word) => textOf(fact).includes(word));
      fact.hidden = !keep;
      shown += keep;
    }
    const [some, all] = [shown, facts.length].map((number) => number.toLocaleString("en"));
    const hint = backwards ? ": “Until” is before “From”" : shown ? "" : ": remove a filter";
    matched.textContent = `${some} of ${all} facts${hint}`;
    keepInAddress();
  };

  // The filters are the query of the address, so that a link leads to the filtered list. Nothing
  // is loaded for it. A browser may refuse, and then the address stays as it is.
  const keepInAddress = () => {
    const chosen = Object.entries(inputs).filter(([, input]) => input.value);
    const query = new URLSearchParams(chosen.map(([name, input]) => [name, input.value]));
    const search = chosen.length ? `?${query}` : "";
    if (search !== location.search) {
      try {
        history.replaceState(history.state, "", location.pathname + search + location.hash);
      } catch {
        return;
      }
    }
  };

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    for (const [name, input] of Object.entries(inputs)) {
      input.value = query.get(name) ?? "";
      if (input.selectedIndex === -1) {
        input.value = ""; // a value that this page does not have
      }
    }
    filter();
  };

  const clear = () => {
    for (const input of Object.values(inputs)) {
      input.value = "";
    }
    filter();
  };

  // Show what an address names, even in a closed part or behind a filter.
  const reveal = () => {
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id && byId(id);
    if (!target) {
      return;
    }
    if (target.hidden) {
      clear();
    }
    for (let above = target.parentElement; above; above = above.parentElement) {
      if (above.tagName === "DETAILS") {
        above.open = true;
      }
    }
    if (target.matches(".fact, .entity, .disagreement")) {
      target.querySelector("details").open = true;
    }
    target.scrollIntoView();
  };

  // Going back returns to the link that was followed.
  const followed = new Map();
  let clicked = false;
  const returned = () => {
    if (!clicked) {
      followed.get(location.hash)?.focus({ preventScroll: true });
    }
    clicked = false;
  };

  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Cannot copy here: select the text";
    }
  };

  // The buttons that copy a citation are made when its part is opened: a page may have thousands.
  list.addEventListener(
    "toggle",
    (event) => {
      for (const citation of event.target.querySelectorAll(".citation:not(:has(button))")) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "Copy citation";
        button.setAttribute("aria-live", "polite");
        button.addEventListener("click", () => copy(citation.firstElementChild.textContent, button));
        citation.append(button);
      }
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const strip = event.target.closest("li > .strip");
    if (strip) {
      strip.parentElement.querySelector("a").click();
      return;
    }
    const link = event.target.closest("a[href^='#']");
    if (!link) {
      return;
    }
    followed.set(location.hash, link);
    clicked = link.hash !== location.hash;
    if (link.dataset.filter) {
      clear();
      byId(`filter-${link.dataset.filter}`).value = link.dataset.value;
      filter();
    }
    // The address may be the same as before, and then nothing else would show its target.
    if (link.hash === location.hash) {
      reveal();
    }
  });

  for (const input of Object.values(inputs)) {
    input.addEventListener("input", filter);
  }
  byId("filter-clear").addEventListener("click", clear);
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", returned);
  window.addEventListener("load", reveal);
  readAddress();
})();
