/**
 * Which class of colour a thing has. The palette (style/palette.css) can be told apart with every common colour
 * vision; overlaps and failures have a pattern or a mark besides.
 */

const OWNERS = 8;

/**
 * The owners in view, each with a colour of its own as long as there are enough; later ones share the last.
 * @param {string[]} owners in a stable order
 */
export function ownerClasses(owners) {
  return new Map([...new Set(owners)].sort().map((owner, index) => [owner, `tint-${Math.min(index + 1, OWNERS)}`]));
}

const KINDS = {
  pool: "tint-1",
  custom: "tint-4",
  vpc: "tint-2",
  subnet: "tint-3",
  eip: "tint-5",
  "ec2-public-ipv4-pool": "tint-6",
  "public-ipv4-pool": "tint-6",
};

/** @param {string | null} kind */
export const kindClass = (kind) => (kind === null ? "tint-mixed" : (KINDS[kind] ?? "tint-7"));

export const COMPLIANCE = {
  compliant: ["tint-good", "compliant"],
  noncompliant: ["tint-wrong", "noncompliant"],
  unmanaged: ["tint-warn", "unmanaged: in no pool"],
  ignored: ["tint-mixed", "ignored"],
};

/** @param {string | null} compliance */
export const complianceClass = (compliance) => COMPLIANCE[compliance ?? ""]?.[0] ?? "tint-mixed";
