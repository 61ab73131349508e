/** What was asked and what followed: live, filtered, and each call with everything that is known of it. */
import { html, useEffect, useRef, useState } from "../lib/preact.js";
import { ask, ofWorld } from "../lib/api.js";
import { count, time, timeOfDay } from "../lib/format.js";
import { useFetched } from "../lib/live.js";
import { Badge, Code, Empty, Loading, Shown, Trouble } from "../lib/parts.js";
import { go, hrefOf } from "../lib/route.js";
import { Facts, RuleLink, RuleText } from "../lib/rule.js";

const PAGE = 100;
const MOST = 500;
const FILTERS = ["account", "service", "outcome", "rule", "operation"];

function Filters({ world, query, services }) {
  const send = (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget));
    go("journal", { world, ...given });
  };
  const change = (event) => event.currentTarget.form.requestSubmit();
  const active = FILTERS.some((name) => query[name]);
  const known = [...new Set([...services, ...(query.service ? [query.service] : [])])].sort();
  return html`<form class="form filters" onSubmit=${send} aria-label="Filter the journal" key=${FILTERS.map((name) => query[name] ?? "").join("|")}>
    <label>Caller's account <input name="account" inputmode="numeric" placeholder="any" size="14" defaultValue=${query.account ?? ""} /></label>
    <label>Service
      <select name="service" defaultValue=${query.service ?? ""} onChange=${change}>
        <option value="" selected=${!query.service}>any</option>
        ${known.map((name) => html`<option key=${name} value=${name} selected=${name === query.service}>${name}</option>`)}
      </select>
    </label>
    <label>Outcome
      <select name="outcome" onChange=${change}>
        <option value="" selected=${!query.outcome}>any</option>
        <option value="answered" selected=${query.outcome === "answered"}>answered</option>
        <option value="refused" selected=${query.outcome === "refused"}>refused</option>
      </select>
    </label>
    <label>Rule <input name="rule" placeholder="any" size="10" defaultValue=${query.rule ?? ""} /></label>
    <label>Operation <input name="operation" placeholder="any" size="22" defaultValue=${query.operation ?? ""} /></label>
    <button type="submit" class="button button-main">Filter</button>
    ${active && html`<a class="button as-link" href=${hrefOf("journal", { world })}>Show all</a>`}
  </form>`;
}

function Act({ act }) {
  return html`<div class="entry entry-act">
    <span class="mono quiet">${timeOfDay(act.time)}</span>
    <span class="entry-what"><strong>${act.actor}</strong> ${act.what} <span class="quiet">because ${act.because}${act.accounts.length > 1 ? `, in ${count(act.accounts.length)} accounts` : act.accounts.length ? `, in ${act.accounts[0]}` : ""}</span></span>
  </div>`;
}

function Call({ call, world, query, open }) {
  const refused = call.error !== null;
  const href = hrefOf("journal", { world, ...Object.fromEntries(FILTERS.map((name) => [name, query[name]])), call: open ? null : call.number });
  return html`<a class=${`entry entry-call ${open ? "is-open" : ""}`} href=${href} aria-expanded=${String(open)}>
    <span class="mono quiet">${timeOfDay(call.time)}</span>
    <span class="entry-what"><span class="mono">${call.operation || "(no operation)"}</span> <span class="quiet">${call.service}</span></span>
    <span class="mono quiet">${call.account_id ?? "nobody"}</span>
    <span class="entry-outcome">
      ${refused
        ? html`<${Badge} tone="wrong">${call.error}<//>${call.rule && html` <span class="mono quiet">${call.rule}</span>`}`
        : html`<${Badge} tone="good">${call.status}<//>`}
    </span>
  </a>`;
}

const json = (value) => JSON.stringify(value, null, 2);

/** What the call changed: asked for by hand, because the world is made again for it. */
function Changes({ world, number }) {
  const [state, setState] = useState({ asked: false });
  const tell = () => {
    setState({ asked: true });
    ask("GET", ofWorld(world, `/journal/${number}/changes`)).then(
      (data) => setState({ asked: true, data }),
      (problem) => setState({ asked: true, problem }),
    );
  };
  if (!state.asked)
    return html`<p class="quiet">
      <button type="button" class="button button-small" onClick=${tell}>Show what it changed</button>
      ${" "}The world is made again from its beginning for it.
    </p>`;
  if (state.problem) return html`<${Trouble} problem=${state.problem} />`;
  if (!state.data) return html`<${Loading} what="the changes: the world is made again" />`;
  if (state.data.changes.length === 0) return html`<p class="quiet">It changed nothing in the world.</p>`;
  return html`<div class="table-box" tabindex="0" role="region" aria-label="State changes">
      <table>
        <thead><tr><th scope="col">Where</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
        <tbody>
          ${state.data.changes.map(
            (change) => html`<tr key=${change.where.join("/")}><td class="mono">${change.where.join(" › ")}</td><td>${change.before ?? html`<span class="quiet">nothing</span>`}</td><td>${change.after ?? html`<span class="quiet">nothing</span>`}</td></tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${state.data.more && html`<p class="quiet">And more.</p>`}`;
}

function Details({ world, number }) {
  const [state, setState] = useState({});
  useEffect(() => {
    setState({});
    const controller = new AbortController();
    ask("GET", ofWorld(world, `/journal/${number}`), { signal: controller.signal }).then(
      (data) => setState({ data }),
      (problem) => problem.name !== "AbortError" && setState({ problem }),
    );
    return () => controller.abort();
  }, [world, number]);
  if (state.problem) return html`<div class="details"><${Trouble} problem=${state.problem} /></div>`;
  if (!state.data) return html`<div class="details"><${Loading} what="the call" /></div>`;
  const { call, rule, facts, followed, code, hint, user_agent: agent } = state.data;
  return html`<section class="details" aria-label=${`Call ${number}: ${call.operation}`}>
    ${call.error !== null &&
    html`<div class="refusal">
      <h3>${call.error}</h3>
      <p>${call.message}</p>
      ${rule &&
      html`<div><p>Refused by <${RuleLink} id=${rule.id} world=${world} /></p><${RuleText} rule=${rule} /></div>
        ${Object.keys(facts).length > 0 && html`<h4>What the rule found</h4><${Facts} facts=${facts} />`}`}
    </div>`}
    <dl class="facts">
      <div><dt>Made</dt><dd>${time(call.time)}, as call ${count(call.number)}</dd></div>
      <div><dt>By</dt><dd class="mono">${call.principal ?? "nobody that could be told"}</dd></div>
      <div><dt>Region</dt><dd>${call.region ?? "none"}</dd></div>
      <div><dt>Request id</dt><dd class="mono">${call.request_id}</dd></div>
      ${agent && html`<div><dt>Client</dt><dd>${agent}</dd></div>`}
    </dl>
    <div class="two">
      <div><h4>Parameters</h4><pre tabindex="0" aria-label="Parameters"><code>${json(call.parameters)}</code></pre></div>
      <div>
        <h4>Answer</h4>
        ${call.answer
          ? html`<pre tabindex="0" aria-label="Answer"><code>${json(call.answer)}</code></pre>`
          : html`<p class="quiet">${call.error !== null ? "The refusal above." : "Kept of calls that change something. Make the call again to see what it answers now."}</p>`}
      </div>
    </div>
    <div>
      <h4>State changes</h4>
      ${followed.length > 0 && html`<div class="followed">${followed.map((act) => html`<${Act} key=${act.number} act=${act} />`)}</div>`}
      ${call.error === null && html`<${Changes} key=${number} world=${world} number=${number} />`}
      ${call.error !== null && followed.length === 0 && html`<p class="quiet">None: what is refused leaves no trace.</p>`}
    </div>
    ${code && html`<div><h4>As code</h4><${Code} code=${code} />${hint && html`<p class="quiet">${hint}</p>`}</div>`}
  </section>`;
}

function Entries({ data, world, query, limit, setLimit }) {
  const open = Number(query.call) || null;
  const opened = useRef(null);
  useEffect(() => opened.current?.scrollIntoView({ block: "nearest" }), [open]);
  const hasOpen = data.entries.some((entry) => entry.number === open);
  return html`<div class="journal">
    ${open !== null && !hasOpen && html`<div class="journal-item"><${Details} world=${world} number=${open} /></div>`}
    ${data.entries.map(
      (entry) =>
        html`<div class="journal-item" key=${entry.number} ref=${entry.number === open ? opened : null}>
          ${entry.kind === "act"
            ? html`<${Act} act=${entry} />`
            : html`<${Call} call=${entry} world=${world} query=${query} open=${entry.number === open} />
                ${entry.number === open && html`<${Details} key=${entry.request_id} world=${world} number=${entry.number} />`}`}
        </div>`,
    )}
    ${data.more &&
    html`<p class="journal-more">
      ${limit < MOST
        ? html`<button type="button" class="button" onClick=${() => setLimit(limit + PAGE)}>Show older</button>`
        : html`<span class="quiet">Older ones are found with a filter.</span>`}
    </p>`}
  </div>`;
}

/** @param {{world: string, query: Record<string, string>}} props */
export function Journal({ world, query }) {
  const [limit, setLimit] = useState(PAGE);
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  const fetched = useFetched(ofWorld(world, "/journal/newest", { ...wanted, limit }));
  const filtered = FILTERS.some((name) => query[name]);
  return html`<div class="stack">
    <${Filters} world=${world} query=${query} services=${fetched.data?.services ?? []} />
    <${Shown} fetched=${fetched} what="the journal">
      ${(data) =>
        data.entries.length === 0
          ? filtered
            ? html`<${Empty} title="No call matches">
                <p>The journal has had ${count(data.total)} entries. <a href=${hrefOf("journal", { world })}>Show all</a>, or wait: this page follows.</p>
              <//>`
            : html`<${Empty} title="Nobody has called yet">
                <p>Point an AWS SDK or the AWS CLI at this world, and every call appears here as it is made:</p>
                <pre tabindex="0"><code>${`export AWS_ENDPOINT_URL=${window.location.origin}${world === "default" ? "" : `/worlds/${world}`}\nAWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=any aws sts get-caller-identity --region us-east-1`}</code></pre>
              <//>`
          : html`<${Entries} data=${data} world=${world} query=${query} limit=${limit} setLimit=${setLimit} />`}
    <//>
  </div>`;
}
