// @ts-check
/**
 * What must be known before the first paint. The language: the one that was chosen, else the first of the browser's that
 * the site has; its page is gone to at once. The theme: the chosen one, else the style sheet follows the system. And room
 * is left for the projects of earlier visits, so that nothing moves when they are listed (projects/hint.js says whether
 * there are any).
 */
try {
  const root = document.documentElement;
  /** @type {NodeListOf<HTMLLinkElement>} */ const others = document.querySelectorAll("link[hreflang]");
  const said = localStorage.getItem("elmweb-language")
    ?? (root.lang === "en" ? navigator.languages : []) // who comes to the page of another language has asked for it
      .map((name) => name.split("-")[0])
      .find((name) => name === root.lang || [...others].some(({hreflang}) => hreflang === name));
  const page = [...others].find(({hreflang}) => hreflang === said);
  if (page) {
    root.dataset.leaving = ""; // nothing else need begin here
    location.replace(page.href + location.search + location.hash);
  }

  const theme = localStorage.getItem("elmweb-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const projects = Number(localStorage.getItem("elmweb-projects"));
  if (projects > 0) root.dataset.projects = projects > 1 ? "several" : "one";

  // The switch of languages: the choice is kept, and the other page opens what is open here.
  addEventListener("click", ({target}) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (!link?.hreflang) return;
    localStorage.setItem("elmweb-language", link.hreflang);
    const {project} = document.body.dataset;
    link.search = project ? `?project=${project}` : location.search;
    link.hash = location.hash;
  });
} catch { /* storage may be forbidden; the system's theme is fine then, and the link leads to the other language */ }
