/** A list of any length of which only what is seen is drawn. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";

const SPARE = 6;

/**
 * @param {object} props
 * @param {number} props.total how many rows there are
 * @param {number} props.rowHeight in pixels
 * @param {(index: number) => any} props.row draws a row
 * @param {(first: number, last: number) => void} [props.onSeen] is told which rows are seen
 * @param {string} props.label
 * @param {string} [props.className]
 */
export function VirtualList({ total, rowHeight, row, onSeen, label, className = "" }) {
  const box = useRef(null);
  const [view, setView] = useState({ top: 0, height: 480 });
  const first = Math.max(0, Math.floor(view.top / rowHeight) - SPARE);
  const last = Math.min(total, Math.ceil((view.top + view.height) / rowHeight) + SPARE);
  useLayoutEffect(() => {
    const element = box.current;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      watcher.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  useEffect(() => onSeen?.(first, last), [first, last, onSeen]);
  const seen = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return html`<div class=${`virtual ${className}`} ref=${box} tabindex="0" role="region" aria-label=${label}>
    <div class="virtual-rows" role="list" style=${{ height: `${total * rowHeight}px` }}>
      ${seen.map(
        (index) =>
          html`<div
            class="virtual-row"
            key=${index}
            role="listitem"
            aria-setsize=${total}
            aria-posinset=${index + 1}
            style=${{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
          >
            ${row(index)}
          </div>`,
      )}
    </div>
  </div>`;
}
