// @ts-check
/** Set the chosen theme before the first paint; without a choice the style sheet follows the system. */
try {
  const theme = localStorage.getItem("elmweb-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage may be forbidden; the system's theme is fine then */ }
