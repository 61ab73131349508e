/** Addresses as numbers, of any length: what a picture of addresses needs to know of them. */

/** @param {string} address */
const bitsOf = (address) => (address.includes(":") ? 128 : 32);

/** @param {string} address @returns {bigint} */
export function numberOf(address) {
  if (bitsOf(address) === 32) return address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [head, tail] = address.split("::").map((text) => (text ? text.split(":") : []));
  const middle = tail === undefined ? [] : Array(8 - head.length - tail.length).fill("0");
  return [...head, ...middle, ...(tail ?? [])].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
}

/** @param {bigint} number @param {number} bits 32 or 128 */
export function addressOf(number, bits) {
  const width = bits === 32 ? 8n : 16n;
  const parts = [];
  for (let shift = BigInt(bits) - width; shift >= 0n; shift -= width) parts.push((number >> shift) & ((1n << width) - 1n));
  return bits === 32 ? parts.join(".") : shortened(parts.map((part) => part.toString(16)));
}

/** An IPv6 address with its longest run of zeros left out. @param {string[]} groups */
function shortened(groups) {
  let best = { at: 0, length: 1 };
  for (let at = 0; at < groups.length; at += 1) {
    let length = 0;
    while (groups[at + length] === "0") length += 1;
    if (length > best.length) best = { at, length };
  }
  if (best.length < 2) return groups.join(":");
  return `${groups.slice(0, best.at).join(":")}::${groups.slice(best.at + best.length).join(":")}`;
}

/** The first addresses of the four quarters of a CIDR; "" for a quarter that it does not have. @param {string} cidr */
export function quarters(cidr) {
  const [address, length] = cidr.split("/");
  const bits = bitsOf(address);
  const free = bits - Number(length);
  const step = free < 2 ? 0n : 1n << BigInt(free - 2);
  return [0n, 1n, 2n, 3n].map((quarter) => (quarter > 0n && step === 0n ? "" : addressOf(numberOf(address) + quarter * step, bits)));
}

/** Where a CIDR lies in a viewport, as shares of it; null where it does not. @param {string} viewport @param {string} cidr */
export function placeIn(viewport, cidr) {
  const [base, length] = viewport.split("/");
  const [address, own] = cidr.split("/");
  if (bitsOf(base) !== bitsOf(address)) return null;
  const size = 1n << BigInt(bitsOf(base) - Number(length));
  const offset = numberOf(address) - numberOf(base);
  if (offset < 0n || offset >= size) return null;
  const share = (part) => Number((part * 1_000_000n) / size) / 1_000_000;
  return { cidr, start: share(offset), width: share(1n << BigInt(bitsOf(base) - Number(own))) };
}
