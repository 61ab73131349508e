/** How numbers, times and identifiers read. */

const number = new Intl.NumberFormat("en-GB");
const clock = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});
const hour = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  timeZone: "UTC",
});

/** @param {number} value */
export const count = (value) => number.format(value);

/**
 * @param {number} value
 * @param {string} one
 * @param {string} [many]
 */
export const counted = (value, one, many = `${one}s`) => `${number.format(value)} ${value === 1 ? one : many}`;

/** @param {string | null} iso */
export const time = (iso) => (iso === null ? "" : `${clock.format(new Date(iso))} UTC`);

/** @param {string} iso */
export const timeOfDay = (iso) => hour.format(new Date(iso));

/** @param {number} share between 0 and 1 */
export const percent = (share) => {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
};

/** A name with capitals as words: DelegatedAdministratorRegistered is "delegated administrator registered".
 * @param {string} name
 */
export const words = (name) =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\bipam\b/g, "IPAM");
