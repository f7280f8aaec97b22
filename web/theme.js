// @ts-check
/**
 * Set the chosen theme before the first paint; without a choice the style sheet follows the system. Room is left for the
 * projects of earlier visits, so that nothing moves when they are listed (projects/hint.js says whether there are any).
 */
try {
  const theme = localStorage.getItem("elmweb-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const projects = Number(localStorage.getItem("elmweb-projects"));
  if (projects > 0) document.documentElement.dataset.projects = projects > 1 ? "several" : "one";
} catch { /* storage may be forbidden; the system's theme is fine then */ }
