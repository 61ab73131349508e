/**
 * The admin API of this server: the only place that the console talks to.
 */

/** Why the server did not do what it was asked. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {string | null} expected
   */
  constructor(status, message, expected) {
    super(message);
    this.status = status;
    this.expected = expected;
  }
}

/**
 * @param {string} method
 * @param {string} path behind `/_emulator`
 * @param {object} [options]
 * @param {unknown} [options.body] what is sent as JSON
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<any>} what was answered, `null` where there is no body
 */
export async function ask(method, path, { body, signal } = {}) {
  let response;
  try {
    response = await fetch(`/_emulator${path}`, {
      method,
      signal,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "The emulator does not answer.", "a server that runs; start it again, this page will notice");
  }
  const text = await response.text();
  if (response.ok) return text ? JSON.parse(text) : null;
  const told = parsed(text);
  throw new Problem(response.status, told?.message ?? `It answered ${response.status}.`, told?.expected ?? null);
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A path with its query; what is undefined, null or "" is left out.
 * @param {string} world
 * @param {string} rest behind `/worlds/NAME`
 * @param {Record<string, string | number | null | undefined>} [query]
 */
export function ofWorld(world, rest = "", query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/worlds/${encodeURIComponent(world)}${rest}${search ? `?${search}` : ""}`;
}
