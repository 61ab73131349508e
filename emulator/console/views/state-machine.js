/** The state machine of the integration: the arrows are the rows of the table that the code obeys. */
import { html, useState } from "../lib/preact.js";
import { words } from "../lib/format.js";
import { Badge, Code } from "../lib/parts.js";
import { RuleLink } from "../lib/rule.js";

const BOX = { width: 124, height: 46 };
/** Where the states stand; one that the table gains later is drawn below. */
const PLACES = { NONE: [82, 56], INTEGRATED: [318, 56], TRUSTED: [82, 308], REGISTERED: [318, 308] };

const placeOf = (name, index) => PLACES[name] ?? [200, 420 + index * 80];

/** Where a line that leaves the middle of a box passes its border. */
function edge([x, y], [towardsX, towardsY]) {
  const dx = towardsX - x;
  const dy = towardsY - y;
  const scale = Math.min(
    dx === 0 ? Infinity : (BOX.width / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (BOX.height / 2 + 3) / Math.abs(dy),
  );
  return [x + dx * scale, y + dy * scale];
}

/** A curve from one state to another, bent to its left, so that there and back are two. */
function curve(from, to) {
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const bend = 34;
  const control = [middle[0] + ((to[1] - from[1]) / length) * bend, middle[1] - ((to[0] - from[0]) / length) * bend];
  const start = edge(from, control);
  const end = edge(to, control);
  const at = (a, b, c) => a * 0.25 + b * 0.5 + c * 0.25;
  return {
    path: `M${start} Q${control} ${end}`,
    label: [at(start[0], control[0], end[0]), at(start[1], control[1], end[1])],
  };
}

function loop([x, y]) {
  const up = y < 180 ? -1 : 1;
  const side = x < 200 ? -1 : 1;
  const top = y + (BOX.height / 2) * up;
  const [from, to] = [x + side * 34, x + side * 6];
  return { path: `M${from},${top} C${from},${top + 34 * up} ${to},${top + 34 * up} ${to},${top + 4 * up}`, label: [x + side * 20, top + 27 * up] };
}

/** The arrows between the same two states, as one line. */
function lines(machine) {
  const groups = new Map();
  for (const arrow of machine.arrows) {
    const key = `${arrow.state} ${arrow.to}`;
    groups.set(key, [...(groups.get(key) ?? []), arrow]);
  }
  return [...groups.values()];
}

/** Every trigger with its number, in the order of the table. */
const numbered = (machine) =>
  new Map([...machine.calls.map((call) => call.trigger), ...machine.elsewhere].map((trigger, index) => [trigger, index + 1]));

function Diagram({ machine, numbers, lit }) {
  const places = Object.fromEntries(machine.states.map((state, index) => [state.name, placeOf(state.name, index)]));
  const present = machine.states.find((state) => state.present);
  const refused = new Map(machine.calls.filter((call) => !call.verdict.allowed).map((call) => [call.trigger, call.verdict.rule]));
  return html`<svg class="machine" viewBox="0 -8 400 382" role="img" aria-label=${`State machine of the integration. Present state: ${present?.name}. The list of calls says the same in words.`}>
    <defs>
      ${["", "-now", "-lit"].map(
        (kind) => html`<marker id=${`head${kind}`} class=${`head head${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" orient="auto">
          <path d="M0,0 L8,4 L0,8 z" />
        </marker>`,
      )}
    </defs>
    ${lines(machine).map((arrows) => {
      const [{ state, to }] = arrows;
      const { path, label } = state === to ? loop(places[state]) : curve(places[state], places[to]);
      const now = arrows.some((arrow) => arrow.taken_now && state !== to);
      const isLit = arrows.some((arrow) => arrow.trigger === lit);
      const kind = isLit ? "-lit" : now ? "-now" : "";
      const width = (arrows.length - 1) * 21;
      return html`<g class=${`arrow arrow${kind}`} key=${`${state} ${to}`}>
        <path class="line" d=${path} marker-end=${`url(#head${kind})`} />
        ${arrows.map((arrow, index) => {
          const [x, y] = [label[0] - width / 2 + index * 21, label[1]];
          const isRefused = refused.has(arrow.trigger);
          const status = arrow.taken_now && state !== to ? "now" : isRefused ? "refused" : "idle";
          return html`<g class=${`number number-${status} ${arrow.trigger === lit ? "is-lit" : ""}`} key=${arrow.trigger}>
            <circle cx=${x} cy=${y} r="9.5" />
            <text x=${x} y=${y + 4}>${numbers.get(arrow.trigger)}</text>
          </g>`;
        })}
      </g>`;
    })}
    ${machine.states.map((state) => {
      const [x, y] = places[state.name];
      return html`<g class=${`state ${state.present ? "is-present" : ""}`} key=${state.name}>
        <rect x=${x - BOX.width / 2} y=${y - BOX.height / 2} width=${BOX.width} height=${BOX.height} rx="10" />
        <text x=${x} y=${y + (state.present ? 0 : 5)}>${state.name}</text>
        ${state.present && html`<text class="now" x=${x} y=${y + 15}>now</text>`}
      </g>`;
    })}
  </svg>`;
}

/** What a call would do now, in a few words. */
function Outcome({ machine, call }) {
  const arrow = machine.arrows.find((each) => each.taken_now && each.trigger === call.trigger);
  const { verdict } = call;
  if (!verdict.allowed) return html`<${Badge} tone="wrong">refused now<//> <span class="mono quiet">${verdict.rule}</span>`;
  if (arrow && arrow.to !== arrow.state) return html`<${Badge} tone="good">leads to ${arrow.to}<//>`;
  return html`<${Badge}>changes no state<//>`;
}

function CallRow({ machine, call, number, world, light }) {
  const rows = machine.arrows.filter((arrow) => arrow.trigger === call.trigger);
  const refusals = machine.refused.filter((move) => move.trigger === call.trigger);
  const { verdict } = call;
  const now = rows.find((arrow) => arrow.taken_now);
  return html`<li class="call" onMouseEnter=${() => light(call.trigger)} onMouseLeave=${() => light(null)} onFocusIn=${() => light(call.trigger)} onFocusOut=${() => light(null)}>
    <details>
      <summary>
        <span class=${`digit digit-${verdict.allowed ? (now && now.to !== now.state ? "now" : "idle") : "refused"}`} aria-hidden="true">${number}</span>
        <span class="call-name"><span class="mono">${call.operation}</span> <span class="quiet">${about(call)}</span></span>
        <span class="call-outcome"><${Outcome} machine=${machine} call=${call} /></span>
      </summary>
      <div class="call-body">
        ${!verdict.allowed &&
        html`<p><strong>${verdict.error}.</strong> ${verdict.message}</p>
          <p class="quiet"><${RuleLink} id=${verdict.rule} world=${world} /> ${verdict.rule_text} Source: ${verdict.source}.</p>`}
        ${now && now.announces.length > 0 && html`<p>It would announce: ${now.announces.map(words).join(", then ")}.</p>`}
        <p class="quiet">
          ${rows.map((arrow) => `${arrow.state} → ${arrow.to}`).join(" · ")}
          ${refusals.length > 0 && ` · refused in ${refusals.map((move) => `${move.state} (${move.rule})`).join(", ")}`}
        </p>
        <${Code} code=${call.code} />
      </div>
    </details>
  </li>`;
}

/** The account that a call names, and whose call it is. */
function about(call) {
  const { AccountId, DelegatedAdminAccountId } = call.code.parameters;
  const named = AccountId ?? DelegatedAdminAccountId;
  return named ? `of ${named}` : "for ipam.amazonaws.com";
}

/** @param {{machine: any, world: string}} props */
export function StateMachine({ machine, world }) {
  const [lit, light] = useState(null);
  const numbers = numbered(machine);
  return html`<div class="machine-and-calls">
    <figure>
      <${Diagram} machine=${machine} numbers=${numbers} lit=${lit} />
      <figcaption class="quiet">
        ${machine.states.find((state) => state.present)?.meaning}
        ${" "}Numbers name the calls: a filled one leads on from here, a dashed one is refused now.
      </figcaption>
    </figure>
    <div>
      <ol class="calls" aria-label="Calls of the management account, and what each would do now">
        ${machine.calls.map(
          (call) => html`<${CallRow} key=${call.trigger} machine=${machine} call=${call} number=${numbers.get(call.trigger)} world=${world} light=${light} />`,
        )}
      </ol>
      ${machine.elsewhere.map(
        (trigger) => html`<p class="quiet elsewhere" key=${trigger}><span class="digit digit-idle" aria-hidden="true">${numbers.get(trigger)}</span> ${trigger}: without a call of this organization</p>`,
      )}
    </div>
  </div>`;
}
