/** IPAM and an organization: what is wrong and which call mends it, the state machine, and the accounts. */
import { html } from "../lib/preact.js";
import { ofWorld } from "../lib/api.js";
import { count, counted, time } from "../lib/format.js";
import { useFetched } from "../lib/live.js";
import { Badge, Code, Empty, Shown } from "../lib/parts.js";
import { go, hrefOf } from "../lib/route.js";
import { RuleLink } from "../lib/rule.js";
import { OrganizationTree } from "./organization-tree.js";
import { StateMachine } from "./state-machine.js";

const LEVELS = { wrong: ["✕", "Wrong"], incomplete: ["!", "Not finished"], good: ["✓", "All well"] };

function Mend({ mend, world }) {
  return html`<div class="mend">
    <p>
      <strong>The call that mends it:</strong> <span class="mono">${mend.code.operation}</span>, made by account ${" "}
      <span class="mono">${mend.code.account_id}</span>. ${mend.effect}
    </p>
    ${mend.verdict.allowed
      ? html`<p><${Badge} tone="good">would succeed now<//></p>`
      : html`<p><${Badge} tone="wrong">would be refused now<//> <${RuleLink} id=${mend.verdict.rule} world=${world} /> ${mend.verdict.message}</p>`}
    <${Code} code=${mend.code} />
  </div>`;
}

function Finding({ finding, world }) {
  const [sign, word] = LEVELS[finding.level];
  return html`<article class=${`finding finding-${finding.level}`}>
    <span class="sign" aria-hidden="true">${sign}</span>
    <div>
      <p class="finding-level">${word}</p>
      <h2>${finding.title}</h2>
      <p>${finding.text}</p>
      <p class="quiet">Rules: ${finding.rules.map((id) => html`<${RuleLink} key=${id} id=${id} world=${world} /> `)}</p>
      ${finding.mend && html`<${Mend} mend=${finding.mend} world=${world} />`}
    </div>
  </article>`;
}

/** F-8: where one would look for the switch stands why there is none. */
function TrustedAccess({ trust, world }) {
  return html`<section class="card" aria-labelledby="trusted">
    <h2 id="trusted">Trusted access for IPAM</h2>
    <p>
      ${trust.enabled_at
        ? html`<${Badge} tone="good">on<//> since ${time(trust.enabled_at)}`
        : html`<${Badge} tone="quiet">off<//>`}
    </p>
    <p class="no-switch">
      ${trust.why_no_switch}
      ${" "}${trust.rules.map((id) => html`<${RuleLink} key=${id} id=${id} world=${world} /> `)}
    </p>
    ${trust.instead &&
    !trust.enabled_at &&
    html`<p>Call <span class="mono">${trust.instead.code.operation}</span> instead:</p>
      <${Code} code=${trust.instead.code} />`}
  </section>`;
}

function Facts({ data, world }) {
  const { roles, administrator } = data;
  const total = roles.present + roles.absent + roles.creating + roles.deleting;
  return html`<section class="card" aria-labelledby="facts">
    <h2 id="facts">Organization <span class="mono">${data.id}</span></h2>
    <dl class="facts">
      <div><dt>Accounts</dt><dd>${count(data.accounts)}${data.active < data.accounts ? `, ${count(data.active)} active` : ""} in ${counted(data.units, "unit")}</dd></div>
      <div><dt>Features</dt><dd>${data.feature_set === "ALL" ? "all" : "consolidated billing"}</dd></div>
      <div>
        <dt>IPAM administrator</dt>
        <dd>
          ${administrator
            ? html`<a href=${hrefOf("accounts", { world, account: administrator.account_id })}>${administrator.name}</a> <span class="mono quiet">${administrator.account_id}</span>`
            : "none"}
        </dd>
      </div>
      <div>
        <dt>IPAM's role</dt>
        <dd>
          in ${count(roles.present)} of ${counted(total, "active account")}
          ${roles.creating > 0 && ` · ${count(roles.creating)} being made`}${roles.deleting > 0 && ` · ${count(roles.deleting)} being deleted`}
        </dd>
      </div>
      <div>
        <dt>IPAMs</dt>
        <dd>
          ${data.ipams.length === 0
            ? "none of the administrator"
            : data.ipams.map(
                (ipam) => html`<a key=${ipam.id} class="mono" href=${hrefOf("addresses", { world, ipam: ipam.id })}>${ipam.id}</a> `,
              )}
        </dd>
      </div>
    </dl>
  </section>`;
}

function OrganizationChoice({ data, world }) {
  if (data.organizations.length < 2) return null;
  return html`<label class="choice">
    Organization${" "}
    <select value=${data.id} onChange=${(event) => go("integration", { world, organization: event.target.value })}>
      ${data.organizations.map(
        (each) => html`<option key=${each.id} value=${each.id}>${each.id} of ${each.management_account_id}, ${counted(each.accounts, "account")}</option>`,
      )}
    </select>
  </label>`;
}

/** @param {{world: string, query: Record<string, string>}} props */
export function Integration({ world, query }) {
  const fetched = useFetched(ofWorld(world, "/integration", { organization: query.organization }));
  return html`<${Shown} fetched=${fetched} what="the integration">
    ${(data) =>
      data.id === null
        ? html`<${Empty} title="This world has no organization">
            <p>Make one with any SDK: the account that calls becomes its management account.</p>
            <pre tabindex="0"><code>${`AWS_ENDPOINT_URL=${window.location.origin}${world === "default" ? "" : `/worlds/${world}`} AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=any aws organizations create-organization --region us-east-1`}</code></pre>
            <p>
              Or begin a world with one: <a href=${hrefOf("worlds", { world })}>make a world</a> from a fixture such as
              ${" "}<em>seeded</em>. This page follows by itself.
            </p>
          <//>`
        : html`<div class="stack">
            <${OrganizationChoice} data=${data} world=${world} />
            <div class="findings">
              ${data.findings.map((finding) => html`<${Finding} key=${finding.title} finding=${finding} world=${world} />`)}
            </div>
            <div class="two">
              <${Facts} data=${data} world=${world} />
              <${TrustedAccess} trust=${data.trust} world=${world} />
            </div>
            <section class="card" aria-labelledby="machine">
              <h2 id="machine">State of the integration</h2>
              <${StateMachine} machine=${data.machine} world=${world} />
            </section>
            <section class="card" aria-labelledby="accounts">
              <h2 id="accounts">Units and accounts</h2>
              <${OrganizationTree} key=${data.id} world=${world} organization=${data.id} root=${data.root_id} accounts=${data.accounts} />
            </section>
          </div>`}
  <//>`;
}
