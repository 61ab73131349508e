/** Scopes, pools and what is in them: as a picture that is zoomed into, and as a list. */
import { html, useEffect, useMemo, useState } from "../lib/preact.js";
import { ask, ofWorld } from "../lib/api.js";
import { count, counted, percent } from "../lib/format.js";
import { useFetched } from "../lib/live.js";
import { Badge, Empty, Meter, Shown, Trouble } from "../lib/parts.js";
import { go, hrefOf } from "../lib/route.js";
import { RuleLink } from "../lib/rule.js";
import { COLOURINGS, Picture } from "./picture.js";

function NoIpam({ world }) {
  return html`<${Empty} title="This world has no IPAM">
    <p>The IPAM administrator makes one, and then pools in its scopes. A call that any account may make:</p>
    <pre tabindex="0"><code>${`AWS_ENDPOINT_URL=${window.location.origin}${world === "default" ? "" : `/worlds/${world}`} AWS_ACCESS_KEY_ID=222222222222 AWS_SECRET_ACCESS_KEY=any aws ec2 create-ipam --region us-east-1`}</code></pre>
    <p>Who administers IPAM is on the view <a href=${hrefOf("integration", { world })}>Integration</a>.</p>
  <//>`;
}

/** Every scope of every IPAM, the one to begin with first. */
function scopesOf(data) {
  return data.ipams.flatMap((ipam) => ipam.scopes.map((scope) => ({ ...scope, ipam })));
}

const titleOf = (scope) =>
  `${scope.scope_type}${scope.is_default ? ", default" : ""}: ${counted(scope.pools, "pool")} · ${scope.id} of ${scope.ipam.owner_id}`;

function Choices({ world, scopes, scope, family, by, query }) {
  const change = (changes) => go("addresses", { world, scope: scope.id, family, by, ...changes });
  return html`<div class="form">
    <label>Scope
      <select value=${scope.id} onChange=${(event) => go("addresses", { world, by, scope: event.target.value })}>
        ${scopes.map((each) => html`<option key=${each.id} value=${each.id}>${titleOf(each)}</option>`)}
      </select>
    </label>
    ${scope.families.length > 1 &&
    html`<label>Addresses
      <select value=${family} onChange=${(event) => change({ family: event.target.value, cidr: null })}>
        ${scope.families.map((each) => html`<option key=${each} value=${each}>${each === "ipv4" ? "IPv4" : "IPv6"}</option>`)}
      </select>
    </label>`}
    <div class="choice">
      <span id="by">Colour by</span>
      <div class="segments" role="group" aria-labelledby="by">
        ${Object.entries(COLOURINGS).map(
          ([name, title]) =>
            html`<button type="button" key=${name} class="segment" aria-pressed=${String(by === name)} onClick=${() => change({ by: name, cidr: query.cidr })}>${title}</button>`,
        )}
      </div>
    </div>
  </div>`;
}

function Position({ picture, zoom }) {
  const step = (cidr, text, label) =>
    html`<button type="button" class="button button-small" disabled=${cidr === null} onClick=${() => cidr && zoom(cidr)} aria-label=${label}>${text}</button>`;
  const send = (event) => {
    event.preventDefault();
    zoom(String(new FormData(event.currentTarget).get("cidr")).trim());
  };
  return html`<div class="position">
    <form class="go-to" onSubmit=${send}>
      <label>Viewport <input class="mono" name="cidr" key=${picture.viewport} defaultValue=${picture.viewport} size="20" /></label>
      <button type="submit" class="button button-small">Go</button>
    </form>
    <div class="steps" role="group" aria-label="Move the viewport">
      ${step(picture.before, "←", "To the addresses before")} ${step(picture.after, "→", "To the addresses behind")}
      ${step(picture.wider, "−", "Zoom out")} ${step(picture.viewport === picture.whole ? null : picture.whole, "All", "All addresses")}
    </div>
  </div>`;
}

function Chosen({ block, world, zoom, close }) {
  return html`<section class="card chosen" aria-live="polite" aria-label="The block that is chosen">
    <div class="dialog-head">
      <h2 class="mono">${block.cidr}</h2>
      <div>
        <button type="button" class="button button-small" onClick=${() => zoom(block.cidr)}>Zoom in</button>
        <button type="button" class="button button-small button-plain" onClick=${close} aria-label="Close">✕</button>
      </div>
    </div>
    ${block.overlaps && html`<p><${Badge} tone="wrong">⚠ overlaps<//> Others have addresses of it too.</p>`}
    <ul class="plain">
      ${block.items.map(
        (item) => html`<li key=${item.id}>
          <strong>${item.label}</strong> <span class="mono quiet">${item.id}</span>
          <p class="marks-wrap">
            <${Badge}>${item.kind}<//>
            ${item.state && html`<${Badge} tone=${item.state === "unmanaged" ? "warn" : "quiet"}>${item.state}<//>`}
            ${item.compliance && item.compliance !== item.state && html`<${Badge} tone=${{ compliant: "good", noncompliant: "wrong" }[item.compliance] ?? "quiet"}>${item.compliance}<//>`}
            ${item.overlaps && html`<${Badge} tone="wrong">overlapping<//>`}
            ${" "}owner <a class="mono" href=${hrefOf("accounts", { world, account: item.owner })}>${item.owner}</a>
            ${item.used !== null && ` · ${percent(item.used)} used`}
          </p>
        </li>`,
      )}
    </ul>
    ${block.count > block.items.length && html`<p class="quiet">And ${count(block.count - block.items.length)} more.</p>`}
  </section>`;
}

/** What the next allocation of a size would be, asked of the pool without taking it. */
function Next({ world, pools, pool, setPool, onFound, stamp }) {
  const chosen = pools.find((each) => each.id === pool) ?? pools.find((each) => each.children === 0) ?? pools[0];
  const [length, setLength] = useState("");
  const [state, setState] = useState({});
  const size = length || String(chosen.default_length ?? (chosen.family === "ipv4" ? 24 : 48));
  useEffect(() => {
    const controller = new AbortController();
    ask("GET", ofWorld(world, `/pools/${encodeURIComponent(chosen.id)}/next`, { netmask_length: size }), { signal: controller.signal }).then(
      (data) => {
        setState({ data });
        onFound(data.output?.IpamPoolAllocation.Cidr ?? null);
      },
      (problem) => problem.name !== "AbortError" && (setState({ problem }), onFound(null)),
    );
    return () => controller.abort();
  }, [world, chosen.id, size, stamp]);
  const { data, problem } = state;
  return html`<section class="card" aria-labelledby="next">
    <h2 id="next">The next allocation</h2>
    <form class="form" onSubmit=${(event) => event.preventDefault()}>
      <label>From
        <select value=${chosen.id} onChange=${(event) => (setPool(event.target.value), setLength(""))}>
          ${pools.map((each) => html`<option key=${each.id} value=${each.id}>${each.name ?? each.id}</option>`)}
        </select>
      </label>
      <label>Netmask length
        <input type="number" min="0" max=${chosen.family === "ipv4" ? 32 : 128} value=${size} onInput=${(event) => setLength(event.target.value)} />
      </label>
    </form>
    <div aria-live="polite">
      ${problem && html`<${Trouble} problem=${problem} />`}
      ${data?.output && html`<p>would be <strong class="mono">${data.output.IpamPoolAllocation.Cidr}</strong>, dashed in the picture.</p>`}
      ${data && !data.verdict.allowed && html`<p><${Badge} tone="wrong">${data.verdict.error}<//> <${RuleLink} id=${data.verdict.rule} world=${world} /></p><p>${data.verdict.message}</p>`}
    </div>
  </section>`;
}

function Pools({ pools, more, zoom, choose }) {
  return html`<section class="card" aria-labelledby="pools">
    <h2 id="pools">Pools</h2>
    <div class="table-box" tabindex="0" role="region" aria-label="Pools">
      <table>
        <thead>
          <tr><th scope="col">Pool</th><th scope="col">CIDRs</th><th scope="col">Taken</th><th scope="col">Allocations</th><th scope="col">Locale</th><th scope="col">Sizes</th></tr>
        </thead>
        <tbody>
          ${pools.map(
            (pool) => html`<tr key=${pool.id}>
              <td style=${{ paddingInlineStart: `${0.8 + (pool.depth - 1) * 1.3}rem` }}>
                <button type="button" class="as-text" onClick=${() => choose(pool.id)}>${pool.name ?? pool.id}</button>
                <br /><span class="mono quiet small">${pool.id}</span>
              </td>
              <td>
                ${pool.cidrs.length === 0 && html`<span class="quiet">none</span>`}
                ${pool.cidrs.map(
                  (each) => html`<button key=${each.cidr} type="button" class="as-text mono" onClick=${() => zoom(each.cidr)}>${each.cidr}</button>
                    ${each.state !== "provisioned" && html` <${Badge} tone="warn">${each.state}<//>`}<br />`,
                )}
              </td>
              <td class="taken"><${Meter} share=${pool.used} label=${`${percent(pool.used)} taken`} /> ${percent(pool.used)}</td>
              <td>${count(pool.allocations)}</td>
              <td>${pool.locale}</td>
              <td class="quiet">${sizes(pool)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more && html`<p class="quiet">And more; these are the first ${count(pools.length)}.</p>`}
  </section>`;
}

function sizes(pool) {
  const range = pool.min_length !== null || pool.max_length !== null ? `/${pool.min_length ?? 0} to /${pool.max_length ?? (pool.family === "ipv4" ? 32 : 128)}` : "any";
  return pool.default_length === null ? range : `${range}, /${pool.default_length} by default`;
}

function Scope({ world, query, scopes }) {
  const scope =
    scopes.find((each) => each.id === query.scope) ??
    scopes.find((each) => each.ipam.id === query.ipam && each.scope_type === "private") ??
    [...scopes].sort((one, other) => other.pools - one.pools)[0];
  const family = scope.families.includes(query.family) ? query.family : scope.families[0];
  const by = Object.hasOwn(COLOURINGS, query.by ?? "") ? query.by : "owner";
  const path = `/scopes/${encodeURIComponent(scope.id)}`;
  const picture = useFetched(ofWorld(world, `${path}/picture`, { family, cidr: query.cidr }));
  const pools = useFetched(ofWorld(world, `${path}/pools`));
  const [chosen, choose] = useState(null);
  const [pool, setPool] = useState(null);
  const [next, setNext] = useState(null);
  const zoom = (cidr) => {
    choose(null);
    go("addresses", { world, scope: scope.id, family, by, cidr });
  };
  const ofFamily = useMemo(() => (pools.data?.pools ?? []).filter((each) => each.family === family), [pools.data, family]);
  const keys = (event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || !picture.data) return;
    const { wider, before, after } = picture.data;
    const to = { "-": wider, "[": before, "]": after, "+": chosen?.cidr }[event.key];
    if (to) (event.preventDefault(), zoom(to));
  };
  return html`<div class="stack" onKeyDown=${keys}>
    <${Choices} world=${world} scopes=${scopes} scope=${scope} family=${family} by=${by} query=${query} />
    <section class="card" aria-labelledby="picture">
      <h2 id="picture" class="visually-hidden">The addresses</h2>
      <${Shown} fetched=${picture} what="the picture">
        ${(data) =>
          html`<${Position} picture=${data} zoom=${zoom} />
            ${data.lanes.length === 0
              ? html`<p class="quiet nothing">
                  ${scope.pools === 0
                    ? "This scope has no pools yet: CreateIpamPool makes one, ProvisionIpamPoolCidr gives it addresses."
                    : "Nothing has addresses here. Zoom out with −, or show everything."}
                </p>`
              : html`<${Picture} picture=${data} by=${by} chosen=${chosen} choose=${choose} zoom=${zoom} next=${next} />`}
            <p class="quiet small">
              Press a block to see what it is, press it again to zoom in. Keys: arrows along a lane, <kbd>+</kbd> zooms in,
              ${" "}<kbd>−</kbd> out, <kbd>[</kbd> and <kbd>]</kbd> go to the neighbours.
            </p>`}
      <//>
    </section>
    ${chosen && html`<${Chosen} block=${chosen} world=${world} zoom=${zoom} close=${() => choose(null)} />`}
    ${ofFamily.length > 0 &&
    html`<${Next} world=${world} pools=${ofFamily} pool=${pool} setPool=${setPool} onFound=${setNext} stamp=${pools.data} />
      <${Pools} pools=${ofFamily} more=${pools.data.more} zoom=${zoom} choose=${setPool} />`}
  </div>`;
}

/** @param {{world: string, query: Record<string, string>}} props */
export function AddressSpace({ world, query }) {
  const fetched = useFetched(ofWorld(world, "/address-space"));
  return html`<${Shown} fetched=${fetched} what="the scopes">
    ${(data) => (data.ipams.length === 0 ? html`<${NoIpam} world=${world} />` : html`<${Scope} world=${world} query=${query} scopes=${scopesOf(data)} />`)}
  <//>`;
}
