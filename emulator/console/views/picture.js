/** The picture of a stretch of addresses: lanes of blocks, the address from left to right. */
import { html, useLayoutEffect, useMemo, useRef, useState } from "../lib/preact.js";
import { count, percent } from "../lib/format.js";
import { placeIn, quarters } from "../lib/addresses.js";
import { COMPLIANCE, complianceClass, kindClass, ownerClasses } from "../lib/colours.js";

const ROW = 34;
const GAP = 3;
const MOST_ROWS = 4;
const CHARACTER = 7.1;

/** The blocks of a lane, each in the first row in which it has room: overlaps become visible as height. */
function stacked(blocks) {
  const ends = [];
  return blocks.map((block) => {
    let row = ends.findIndex((end) => end <= block.start + 1e-12);
    if (row < 0) row = Math.min(ends.length, MOST_ROWS - 1);
    ends[row] = Math.max(ends[row] ?? 0, block.start + block.width);
    return { ...block, row };
  });
}

/** What a block says to who cannot see it. */
function described(block) {
  const several = block.count > 1 && !block.is_piece;
  const parts = [several ? `${block.count} × ${block.cidr}` : block.cidr];
  if (block.is_piece) parts.push(`${count(block.count)} smaller blocks, ${percent(block.share)} taken`);
  else parts.push(block.items.map((item) => item.label).join(", "));
  if (block.owner) parts.push(`owner ${block.owner}`);
  if (block.compliance) parts.push(block.compliance);
  if (block.overlaps) parts.push("overlaps");
  return parts.join(", ");
}

const same = (one, other) => one !== null && one.lane === other.lane && one.cidr === other.cidr && one.is_piece === other.is_piece;

function Lane({ lane, width, colour, chosen, choose, zoom, ghost }) {
  const blocks = useMemo(() => stacked(lane.blocks), [lane]);
  const rows = Math.max(1, ...blocks.map((block) => block.row + 1));
  const [at, setAt] = useState(0);
  const box = useRef(null);
  // one stop of the tab key a lane; the arrow keys go along it
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -blocks.length, End: blocks.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.max(0, Math.min(blocks.length - 1, at + step));
    setAt(next);
    box.current?.children[next]?.focus();
  };
  const press = (block) => {
    const one = { ...block, lane: lane.name };
    if (block.is_piece || same(chosen, one)) zoom(block.cidr);
    else choose(one);
  };
  return html`<div class="lane">
    <h3>${lane.name}</h3>
    <div class="lane-blocks" role="group" aria-label=${lane.name} ref=${box} onKeyDown=${move} style=${{ height: `${rows * (ROW + GAP)}px` }}>
      ${blocks.map((block, index) => {
        const pixels = block.width * width;
        const text = block.is_piece ? "" : block.count > 1 ? `${block.count} × ${block.cidr}` : block.items[0].label;
        const room = Math.floor((pixels - 14) / CHARACTER);
        const used = block.items[0]?.used;
        return html`<button
          type="button"
          key=${`${block.cidr} ${block.is_piece}`}
          class=${`block ${colour(block)} ${block.is_piece ? "block-piece" : ""} ${block.overlaps ? "block-overlaps" : ""} ${same(chosen, { ...block, lane: lane.name }) ? "is-chosen" : ""}`}
          style=${{
            left: `${block.start * 100}%`,
            width: `max(3px, calc(${block.width * 100}% - 1px))`,
            top: `${block.row * (ROW + GAP)}px`,
            height: `${ROW}px`,
          }}
          tabindex=${index === Math.min(at, blocks.length - 1) ? 0 : -1}
          onFocus=${() => setAt(index)}
          onClick=${() => press(block)}
          onDblClick=${() => zoom(block.cidr)}
          aria-label=${described(block)}
          title=${described(block)}
        >
          ${block.is_piece && html`<span class="piece-fill" style=${{ height: `${Math.max(12, block.share * 100)}%` }}></span>`}
          ${!block.is_piece && used !== null && used !== undefined && html`<span class="used" style=${{ width: `${used * 100}%` }}></span>`}
          ${room > 3 && text && html`<span class="block-text">${text}</span>`}
        </button>`;
      })}
      ${ghost && html`<span class="ghost" style=${{ left: `${ghost.start * 100}%`, width: `max(6px, ${ghost.width * 100}%)`, height: `${ROW}px` }} title=${`Next: ${ghost.cidr}`}></span>`}
    </div>
  </div>`;
}

/** Where the addresses are: a line with the ends of the viewport's quarters. */
function Ruler({ picture }) {
  const marks = quarters(picture.viewport);
  return html`<div class="ruler" aria-hidden="true">
    ${marks.map((mark, index) => html`<span key=${index} style=${{ left: `${index * 25}%` }}>${mark}</span>`)}
  </div>`;
}

export const COLOURINGS = { owner: "Owner", kind: "Kind", compliance: "Compliance" };

function Legend({ entries }) {
  return html`<ul class="legend" aria-label="What the colours mean">
    ${entries.map(([className, text]) => html`<li key=${text}><span class=${`swatch ${className}`} aria-hidden="true"></span>${text}</li>`)}
    <li><span class="swatch block-overlaps tint-mixed" aria-hidden="true"></span>overlaps</li>
    <li><span class="swatch piece-swatch" aria-hidden="true"></span>many small blocks, as high as they fill their piece</li>
  </ul>`;
}

/** How blocks are coloured, and what the colours mean. */
function colouring(picture, by) {
  const blocks = picture.lanes.flatMap((lane) => lane.blocks);
  if (by === "owner") {
    const classes = ownerClasses(blocks.map((block) => block.owner).filter((owner) => owner !== null));
    const entries = [...classes].slice(0, 8).map(([owner, className]) => [className, owner]);
    return { colour: (block) => classes.get(block.owner) ?? "tint-mixed", entries };
  }
  if (by === "kind") {
    const kinds = [...new Set(blocks.map((block) => block.kind))].filter((kind) => kind !== null).sort();
    return { colour: (block) => kindClass(block.kind), entries: kinds.map((kind) => [kindClass(kind), kind]) };
  }
  const seen = new Set(blocks.map((block) => block.compliance));
  return {
    colour: (block) => complianceClass(block.compliance),
    entries: Object.entries(COMPLIANCE).filter(([name]) => seen.has(name)).map(([, entry]) => entry),
  };
}

/**
 * @param {{picture: any, by: string, chosen: any, choose: (block: any) => void, zoom: (cidr: string) => void, next: string | null}} props
 */
export function Picture({ picture, by, chosen, choose, zoom, next }) {
  const [width, setWidth] = useState(800);
  const box = useRef(null);
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width));
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  const { colour, entries } = useMemo(() => colouring(picture, by), [picture, by]);
  const ghost = next ? placeIn(picture.viewport, next) : null;
  // the next allocation is shown with the others, where there is no other yet too
  const lanes = ghost && !picture.lanes.some((lane) => lane.name === "Allocations") ? [...picture.lanes, { name: "Allocations", blocks: [] }] : picture.lanes;
  return html`<div class="picture" ref=${box}>
    <${Ruler} picture=${picture} />
    ${lanes.map(
      (lane) =>
        html`<${Lane} key=${lane.name} lane=${lane} width=${width} colour=${colour} chosen=${chosen} choose=${choose} zoom=${zoom} ghost=${lane.name === "Allocations" ? ghost : null} />`,
    )}
    <${Legend} entries=${entries} />
  </div>`;
}
