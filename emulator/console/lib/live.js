/**
 * Keeps what is shown as it is on the server: a stream says that a world has changed, and what is shown is asked anew.
 */
import { createContext, useCallback, useContext, useEffect, useRef, useState } from "./preact.js";
import { Problem, ask, ofWorld } from "./api.js";

/**
 * @typedef {object} News
 * @property {number} stamp another number with every news
 * @property {boolean} connected
 * @property {number} calls how many entries the journal has had
 */

/** @type {any} the news of the world that is shown */
export const NewsContext = createContext({ stamp: 0, connected: false, calls: 0 });

const RETRY_MS = 1_000;

/**
 * Follows a world. One connection a page, and none while nobody looks: browsers allow few to one server.
 * @param {string} world
 * @returns {News}
 */
export function useNews(world) {
  const [news, setNews] = useState({ stamp: 0, connected: false, calls: 0 });
  useEffect(() => {
    /** @type {EventSource | undefined} */
    let source;
    /** @type {number | undefined} */
    let retry;
    const close = () => {
      source?.close();
      source = undefined;
      window.clearTimeout(retry);
    };
    const lose = () => {
      close();
      setNews((before) => ({ ...before, stamp: before.stamp + 1, connected: false }));
      if (!document.hidden) retry = window.setTimeout(open, RETRY_MS);
    };
    const open = () => {
      close();
      source = new EventSource(`/_emulator${ofWorld(world, "/news")}`);
      source.onmessage = (event) => {
        const { calls } = JSON.parse(event.data);
        setNews((before) => ({ stamp: before.stamp + 1, connected: true, calls }));
      };
      source.addEventListener("gone", lose);
      source.onerror = lose;
    };
    const look = () => (document.hidden ? close() : open());
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      close();
    };
  }, [world]);
  return news;
}

/**
 * @template T
 * @typedef {object} Fetched
 * @property {T | null} data what was answered last
 * @property {Problem | null} problem
 * @property {boolean} loading whether nothing has been answered yet
 * @property {() => void} again
 */

/**
 * What the server answers to a path, asked again with every news of the world. While one question is out no other is
 * sent: news that come meanwhile lead to one question more.
 * @param {string | null} path nothing is asked for null
 * @returns {Fetched<any>}
 */
export function useFetched(path) {
  const { stamp } = useContext(NewsContext);
  const [state, setState] = useState({ path, data: null, problem: null });
  const running = useRef({ path: null, controller: null, dirty: false });
  const load = useCallback(() => {
    const now = running.current;
    if (path === null) return;
    if (now.controller && now.path === path) {
      now.dirty = true;
      return;
    }
    now.controller?.abort();
    const controller = new AbortController();
    Object.assign(now, { path, controller, dirty: false });
    const finish = (change) => {
      if (now.controller !== controller) return;
      now.controller = null;
      setState((before) => ({ path, data: before.path === path ? before.data : null, problem: null, ...change }));
      if (now.dirty) load();
    };
    ask("GET", path, { signal: controller.signal }).then(
      (data) => finish({ data }),
      (problem) => problem instanceof Problem && finish({ problem }),
    );
  }, [path]);
  useEffect(load, [load, stamp]);
  useEffect(() => () => running.current.controller?.abort(), []);
  const fresh = state.path === path;
  return {
    // what was there stays while the next is on its way, so that nothing flickers
    data: state.data,
    problem: fresh ? state.problem : null,
    loading: path !== null && (!fresh || (state.data === null && state.problem === null)),
    again: load,
  };
}
