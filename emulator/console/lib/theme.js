/** Light, dark, or as the system has it; the choice is kept. */
const KEY = "ipam-emulator-theme";
export const THEMES = ["system", "light", "dark"];

/** @returns {string} */
export function theme() {
  try {
    const kept = window.localStorage.getItem(KEY);
    return kept && THEMES.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

/** @param {string} chosen */
export function setTheme(chosen) {
  try {
    window.localStorage.setItem(KEY, chosen);
  } catch {
    // a browser that keeps nothing still shows it
  }
  apply(chosen);
}

/** @param {string} chosen */
export function apply(chosen) {
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
