/** A rule wherever its id stands: pressed, it says what it is, where it comes from, and what it refused here. */
import { html, useState } from "./preact.js";
import { ofWorld } from "./api.js";
import { timeOfDay } from "./format.js";
import { useFetched } from "./live.js";
import { Badge, Dialog, Shown } from "./parts.js";
import { hrefOf } from "./route.js";

const CONFIDENCE = {
  documented: ["good", "documented by AWS"],
  observed: ["accent", "observed by others"],
  inferred: ["warn", "inferred: our choice"],
};

/** The facts that a rule found, by name. */
export const Facts = ({ facts }) =>
  html`<dl class="facts">
    ${Object.entries(facts).map(([name, value]) => html`<div key=${name}><dt>${name.replaceAll("_", " ")}</dt><dd>${value}</dd></div>`)}
  </dl>`;

export function RuleText({ rule }) {
  const [tone, text] = CONFIDENCE[rule.confidence] ?? ["quiet", rule.confidence];
  return html`<div class="prose">
    <p>${rule.rule}</p>
    <p class="quiet">Source: ${rule.source} <${Badge} tone=${tone}>${text}<//></p>
  </div>`;
}

function RuleDialog({ id, world, onClose }) {
  const fetched = useFetched(ofWorld(world, `/rules/${encodeURIComponent(id)}`));
  return html`<${Dialog} title=${`Rule ${id}`} onClose=${onClose}>
    <${Shown} fetched=${fetched} what="the rule">
      ${(rule) =>
        html`<div class="stack">
          <${RuleText} rule=${rule} />
          ${rule.refused.length > 0 &&
          html`<h3>Calls of this world that it refused last</h3>
            <ul class="plain">
              ${rule.refused.map(
                ({ call, facts }) =>
                  html`<li key=${call.number}>
                    <a href=${hrefOf("journal", { world, call: call.number })} onClick=${onClose}>${timeOfDay(call.time)} ${call.operation}</a>
                    ${" "}by <span class="mono">${call.account_id ?? "nobody"}</span>
                    <${Facts} facts=${facts} />
                  </li>`,
              )}
            </ul>`}
        </div>`}
    <//>
  <//>`;
}

/** @param {{id: string, world: string}} props */
export function RuleLink({ id, world }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="rule" onClick=${(event) => (event.preventDefault(), setOpen(true))} aria-haspopup="dialog">${id}</button>
    ${open && html`<${RuleDialog} id=${id} world=${world} onClose=${() => setOpen(false)} />`}`;
}
