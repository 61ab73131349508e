/** Worlds, their clock, and faults: what a test does by hand. */
import { html, useState } from "../lib/preact.js";
import { ask, ofWorld } from "../lib/api.js";
import { count, counted, time, words } from "../lib/format.js";
import { useFetched } from "../lib/live.js";
import { Badge, Dialog, Shown, Trouble } from "../lib/parts.js";
import { go, hrefOf } from "../lib/route.js";

/**
 * Does something on the server; while it runs `busy` is its name, afterwards `problem` says why it was not done.
 * @returns {{busy: string | null, problem: any, act: (name: string, work: () => Promise<any>) => Promise<boolean>}}
 */
function useActs() {
  const [state, setState] = useState({ busy: null, problem: null });
  const act = async (name, work) => {
    setState({ busy: name, problem: null });
    try {
      await work();
      setState({ busy: null, problem: null });
      return true;
    } catch (problem) {
      setState({ busy: null, problem });
      return false;
    }
  };
  return { ...state, act };
}

const Progress = ({ busy }) => html`<p class="progress quiet" role="status">${busy ? html`<span class="spinner" aria-hidden="true"></span> ${busy}…` : ""}</p>`;

/** Asks once more before something is gone. */
function Sure({ text, onYes, children, label, disabled }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="button button-small" disabled=${disabled} onClick=${() => setOpen(true)} aria-label=${label} aria-haspopup="dialog">${children}</button>
    ${open &&
    html`<${Dialog} title=${text} onClose=${() => setOpen(false)}>
      <div class="form">
        <button type="button" class="button button-main" onClick=${() => (setOpen(false), onYes())}>${children}</button>
        <button type="button" class="button" onClick=${() => setOpen(false)}>Keep it</button>
      </div>
    <//>`}`;
}

const MOST_WORLDS = 200;

function Make({ world, acts }) {
  const fixtures = useFetched("/fixtures");
  const send = async (event) => {
    event.preventDefault();
    const { name, from } = Object.fromEntries(new FormData(event.currentTarget));
    const [kind, value] = String(from).split(":", 2);
    const query = kind === "fork" ? { from: world } : kind === "fixture" ? { fixture: value } : {};
    const made = await acts.act(`Making ${name}`, () => ask("POST", ofWorld(String(name), "", query)));
    if (made) go("worlds", { world: String(name) });
  };
  return html`<form class="form" onSubmit=${send} aria-label="Make a world">
    <label>Name <input name="name" required pattern="(?!\\.{1,2}$)[A-Za-z0-9._\\-]{1,64}" maxlength="64" placeholder="my-test" title="1 to 64 letters, digits and . _ -, but not . and .." /></label>
    <label>Which begins
      <select name="from">
        <option value="server:">as the server's fixture says</option>
        <option value="fork:">as ${world} is now (a fork)</option>
        ${(fixtures.data?.fixtures ?? []).map((name) => html`<option key=${name} value=${`fixture:${name}`}>as the fixture ${name}</option>`)}
      </select>
    </label>
    <button type="submit" class="button button-main" disabled=${acts.busy !== null}>Make</button>
  </form>`;
}

function WorldList({ world }) {
  const fetched = useFetched(`/worlds?limit=${MOST_WORLDS}`);
  const acts = useActs();
  const { act } = acts;
  return html`<section class="card" aria-labelledby="worlds">
    <h2 id="worlds">Worlds</h2>
    <p class="quiet">Each is an AWS of its own; they share nothing. A world appears when it is first used, too.</p>
    <${Make} world=${world} acts=${acts} />
    <${Progress} busy=${acts.busy} />
    ${acts.problem && html`<${Trouble} problem=${acts.problem} />`}
    <${Shown} fetched=${fetched} what="the worlds">
      ${(data) =>
        html`<div class="table-box" tabindex="0" role="region" aria-label="Worlds">
          <table>
            <thead><tr><th scope="col">World</th><th scope="col">Endpoint</th><th scope="col">Accounts</th><th scope="col">Journal</th><th scope="col">Time</th><th scope="col">Acts</th></tr></thead>
            <tbody>
              ${data.worlds.map(
                (each) => html`<tr key=${each.name}>
                  <td>
                    <a href=${hrefOf("integration", { world: each.name })}>${each.name}</a>
                    ${each.name === world && html` <${Badge} tone="accent">shown<//>`}
                  </td>
                  <td class="mono small">${window.location.origin}${each.endpoint === "/" ? "" : each.endpoint}</td>
                  <td>${count(each.accounts)}</td>
                  <td>${counted(each.calls_and_acts, "entry", "entries")}</td>
                  <td class="quiet">${time(each.now)}</td>
                  <td class="acts">
                    <${Sure} text=${`Take ${each.name} back to its beginning?`} label=${`Reset ${each.name}`} disabled=${acts.busy !== null} onYes=${() => act(`Resetting ${each.name}`, () => ask("POST", ofWorld(each.name, "/reset")))}>Reset<//>
                    <${Sure} text=${`Forget ${each.name} and all that is in it?`} label=${`Drop ${each.name}`} disabled=${acts.busy !== null} onYes=${() =>
                      act(`Dropping ${each.name}`, () => ask("DELETE", ofWorld(each.name))).then((done) => done && each.name === world && go("worlds", { world: "default" }))}>Drop<//>
                  </td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
        ${data.worlds.length === MOST_WORLDS && html`<p class="quiet">These are the first ${MOST_WORLDS}; the choice at the top has more.</p>`}`}
    <//>
  </section>`;
}

const STEPS = { "1 minute": 60, "1 hour": 3600, "1 day": 86_400, "90 days": 90 * 86_400 };

function Clock({ world }) {
  const fetched = useFetched(ofWorld(world, "/clock"));
  const acts = useActs();
  const path = ofWorld(world, "/clock");
  const jump = (event) => {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get("now"));
    acts.act("Jumping", () => ask("PUT", path, { body: { frozen: fetched.data.frozen, now: `${given.length === 16 ? `${given}:00` : given}Z` } }));
  };
  return html`<section class="card" aria-labelledby="clock">
    <h2 id="clock">Clock of ${world}</h2>
    <${Shown} fetched=${fetched} what="the clock">
      ${(data) =>
        html`<p class="clock-now"><strong>${time(data.now)}</strong> ${data.frozen ? html`<${Badge} tone="accent">stands<//>` : html`<${Badge} tone="good">runs<//>`}</p>
          <div class="form">
            <button type="button" class="button" disabled=${acts.busy !== null} onClick=${() => acts.act("Changing the clock", () => ask("PUT", path, { body: { frozen: !data.frozen } }))}>
              ${data.frozen ? "Let it run" : "Freeze"}
            </button>
            <div class="segments" role="group" aria-label="Step">
              ${Object.entries(STEPS).map(
                ([name, seconds]) => html`<button type="button" class="segment" key=${name} disabled=${acts.busy !== null} onClick=${() => acts.act(`Moving ${name}`, () => ask("POST", path, { body: { advance_seconds: seconds } }))}>+ ${name}</button>`,
              )}
            </div>
            <button type="button" class="button" disabled=${acts.busy !== null} onClick=${() => acts.act("Moving until nothing is pending", () => ask("POST", path, { body: { until_idle_within_seconds: 3600 } }))}>
              Until idle (within an hour)
            </button>
          </div>
          <form class="form" onSubmit=${jump} aria-label="Jump">
            <label>Jump to (UTC) <input type="datetime-local" name="now" required step="1" min=${data.now.slice(0, 19)} /></label>
            <button type="submit" class="button" disabled=${acts.busy !== null}>Jump</button>
          </form>
          <${Progress} busy=${acts.busy} />
          ${acts.problem && html`<${Trouble} problem=${acts.problem} />`}
          <h3>What will happen</h3>
          ${data.pending.length === 0
            ? html`<p class="quiet">Nothing is pending. With the default pace, transitions are over at the next call; the paces realistic and manual make them last.</p>`
            : html`<div class="table-box" tabindex="0" role="region" aria-label="Pending">
                <table>
                  <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">About</th></tr></thead>
                  <tbody>
                    ${data.pending.map((each, index) => html`<tr key=${index}><td>${time(each.due)}</td><td>${words(each.event)}</td><td class="mono small">${Object.values(each.about).join(" ")}</td></tr>`)}
                  </tbody>
                </table>
              </div>`}`}
    <//>
  </section>`;
}

const EFFECTS = {
  throttle: "throttle: the service's throttling error",
  error: "error: a code of your choice",
  delay: "delay: the answer waits",
  drop: "drop: the connection ends",
  stale: "stale: reads see an earlier world",
  eventual: "eventual: each read sees another age",
};
const NEEDS_SECONDS = ["delay", "stale", "eventual"];
const MAY_PERFORM = ["throttle", "error", "drop"];

function AddFault({ world, acts, services }) {
  const [effect, setEffect] = useState("throttle");
  const send = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    const numbers = Object.fromEntries(["seconds", "count", "skip", "probability"].filter((name) => name in given).map((name) => [name, Number(given[name])]));
    const body = { ...given, ...numbers, performed: given.performed === "on" };
    if (await acts.act("Ordering the fault", () => ask("POST", ofWorld(world, "/faults"), { body }))) form.reset();
  };
  return html`<form class="form" onSubmit=${send} aria-label="Add a fault">
    <label>Effect
      <select name="effect" value=${effect} onChange=${(event) => setEffect(event.target.value)}>
        ${Object.entries(EFFECTS).map(([name, text]) => html`<option key=${name} value=${name} selected=${name === effect}>${text}</option>`)}
      </select>
    </label>
    ${effect === "error" && html`<label>Code <input name="code" required placeholder="ServiceUnavailable" pattern="[\\w.:\\-]+" /></label>`}
    ${NEEDS_SECONDS.includes(effect) && html`<label>Seconds <input name="seconds" type="number" required min="0.001" max="86400" step="any" defaultValue="2" value="2" /></label>`}
    <label>Service
      <select name="service"><option value="">any</option>${services.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select>
    </label>
    <label>Operation <input name="operation" placeholder="any" size="24" /></label>
    <label>Account <input name="account_id" placeholder="any" pattern="[0-9]{12}" size="14" title="twelve digits" /></label>
    <label>Region <input name="region" placeholder="any" size="12" /></label>
    <label>Calls hit <input name="count" type="number" min="1" placeholder="all" size="5" /></label>
    <label>Let through first <input name="skip" type="number" min="0" placeholder="0" size="5" /></label>
    <label>Probability <input name="probability" type="number" min="0.01" max="1" step="0.01" placeholder="1" size="5" /></label>
    ${MAY_PERFORM.includes(effect) && html`<label class="check"><input type="checkbox" name="performed" /> carried out, only its answer is lost</label>`}
    <button type="submit" class="button button-main" disabled=${acts.busy !== null}>Add</button>
  </form>`;
}

const target = (fault) => [fault.service, fault.operation, fault.account_id, fault.region].filter(Boolean).join(" · ") || "every call";

function Faults({ world }) {
  const fetched = useFetched(ofWorld(world, "/faults"));
  const acts = useActs();
  const remove = (fault) => acts.act(`Taking back ${fault.id}`, () => ask("DELETE", ofWorld(world, `/faults/${encodeURIComponent(fault.id)}`)));
  return html`<section class="card" aria-labelledby="faults">
    <h2 id="faults">Faults of ${world}</h2>
    <p class="quiet">Calls that go wrong on order, to see how a client bears it. They end with a reset.</p>
    <${AddFault} world=${world} acts=${acts} services=${fetched.data?.services ?? []} />
    <${Progress} busy=${acts.busy} />
    ${acts.problem && html`<${Trouble} problem=${acts.problem} />`}
    <${Shown} fetched=${fetched} what="the faults">
      ${(data) =>
        data.faults.length === 0
          ? html`<p class="quiet">There are none: every call is answered as AWS would.</p>`
          : html`<div class="table-box" tabindex="0" role="region" aria-label="Faults">
              <table>
                <thead><tr><th scope="col">Fault</th><th scope="col">Effect</th><th scope="col">Calls</th><th scope="col">Has hit</th><th scope="col">Acts</th></tr></thead>
                <tbody>
                  ${data.faults.map(
                    (fault) => html`<tr key=${fault.id}>
                      <td class="mono">${fault.id}</td>
                      <td>${fault.effect} ${fault.code} ${fault.seconds ? `${fault.seconds} s` : ""} ${fault.performed && html`<${Badge}>carried out<//>`}</td>
                      <td>${target(fault)}${fault.count ? `, ${counted(fault.count, "call")}` : ""}${fault.probability < 1 ? `, probability ${fault.probability}` : ""}</td>
                      <td>${count(fault.hits)} of ${count(fault.matched)}</td>
                      <td><button type="button" class="button button-small" disabled=${acts.busy !== null} onClick=${() => remove(fault)} aria-label=${`Take back ${fault.id}`}>Take back</button></td>
                    </tr>`,
                  )}
                </tbody>
              </table>
            </div>`}
    <//>
  </section>`;
}

/** @param {{world: string}} props */
export function Worlds({ world }) {
  return html`<div class="stack">
    <${WorldList} world=${world} />
    <${Clock} world=${world} />
    <${Faults} world=${world} />
  </div>`;
}
