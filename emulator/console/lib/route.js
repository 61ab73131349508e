/**
 * Where the page is: `#/VIEW?world=NAME&...`. The address can be kept, shared, and gone back from.
 */
import { useEffect, useState } from "./preact.js";

/**
 * @typedef {object} Route
 * @property {string} view
 * @property {Record<string, string>} query
 */

/** @returns {Route} */
export function current() {
  const [path, search = ""] = window.location.hash.replace(/^#\/?/, "").split("?", 2);
  return { view: path || "integration", query: Object.fromEntries(new URLSearchParams(search)) };
}

/**
 * The address of a view in the same world.
 * @param {string} view
 * @param {Record<string, string | number | null | undefined>} query
 */
export function hrefOf(view, query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `#/${view}${search ? `?${search}` : ""}`;
}

/**
 * @param {string} view
 * @param {Record<string, string | number | null | undefined>} query
 */
export function go(view, query) {
  window.location.hash = hrefOf(view, query);
}

/** @returns {Route} the present one; the component is drawn again when it changes */
export function useRoute() {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const follow = () => setRoute(current());
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return route;
}
