/** The accounts of a world, and one of them: what it may call, what it has, and what IPAM sees of it. */
import { html } from "../lib/preact.js";
import { ofWorld } from "../lib/api.js";
import { count, counted, time } from "../lib/format.js";
import { useFetched } from "../lib/live.js";
import { Badge, Code, Empty, Search, Shown } from "../lib/parts.js";
import { hrefOf } from "../lib/route.js";
import { RuleLink } from "../lib/rule.js";
import { Standing } from "./organization-tree.js";

const LIMIT = 200;

/** A table of a part of an account; where it has none, what that means. */
function Part({ title, rows, total, columns, none, children }) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return html`<section class="card" aria-labelledby=${id}>
    <h2 id=${id}>${title} ${rows.length > 0 && html`<span class="quiet">${count(total ?? rows.length)}</span>`}</h2>
    ${rows.length === 0
      ? html`<p class="quiet">${none}</p>`
      : html`<div class="table-box" tabindex="0" role="region" aria-label=${title}>
          <table>
            <thead><tr>${Object.keys(columns).map((name) => html`<th scope="col" key=${name}>${name}</th>`)}</tr></thead>
            <tbody>
              ${rows.map((row, index) => html`<tr key=${index}>${Object.entries(columns).map(([name, cell]) => html`<td key=${name}>${cell(row)}</td>`)}</tr>`)}
            </tbody>
          </table>
        </div>`}
    ${total > rows.length && rows.length > 0 && html`<p class="quiet">These are the first ${count(rows.length)}.</p>`}
    ${children}
  </section>`;
}

const mono = (text) => html`<span class="mono">${text}</span>`;

function Place({ data, world }) {
  const { account } = data;
  return html`<section class="card" aria-labelledby="place">
    <div class="dialog-head">
      <h2 id="place">${account.name} <span class="mono quiet">${account.id}</span></h2>
      <a href=${hrefOf("accounts", { world })}>All accounts</a>
    </div>
    <${Standing} account=${account} />
    ${account.reason && html`<p>${account.reason} ${account.rule && html`<${RuleLink} id=${account.rule} world=${world} />`}</p>`}
    <dl class="facts">
      <div><dt>Address</dt><dd>${account.email}</dd></div>
      <div>
        <dt>Organization</dt>
        <dd>${account.organization_id ? html`<a class="mono" href=${hrefOf("integration", { world, organization: account.organization_id })}>${account.organization_id}</a>` : "none"}</dd>
      </div>
      ${data.path.length > 0 && html`<div><dt>In</dt><dd>${data.path.map((unit) => unit.name).join(" › ")}</dd></div>`}
      ${data.joined_at && html`<div><dt>Joined</dt><dd>${time(data.joined_at)}, ${data.joined_method.toLowerCase()}</dd></div>`}
      ${Object.keys(data.administers).length > 0 &&
      html`<div><dt>Administers</dt><dd>${Object.entries(data.administers).map(([service, since]) => html`<div key=${service}>${service}, since ${time(since)}</div>`)}</dd></div>`}
      ${!data.known && html`<div><dt>Known</dt><dd>No call has changed anything in it yet; any account exists when it is first used.</dd></div>`}
    </dl>
    <details>
      <summary>Call as this account</summary>
      <${Code} code=${data.identity} />
    </details>
  </section>`;
}

function MayCall({ data, world }) {
  const allowed = data.may_call.filter((each) => each.rule === null);
  const refused = data.may_call.filter((each) => each.rule !== null);
  const byRule = new Map();
  for (const each of refused) byRule.set(each.rule, [...(byRule.get(each.rule) ?? []), each.operation]);
  return html`<section class="card" aria-labelledby="may-call">
    <h2 id="may-call">May call in Organizations <span class="quiet">${allowed.length} of ${data.may_call.length}</span></h2>
    <p>${data.why_may_call}</p>
    <details>
      <summary>${counted(allowed.length, "operation")} that its place allows</summary>
      <p class="names mono">${allowed.map((each) => html`<span key=${each.operation}>${each.operation}</span> `)}</p>
    </details>
    ${[...byRule].map(
      ([rule, operations]) => html`<details key=${rule}>
        <summary>${counted(operations.length, "operation")} refused by <span class="mono">${rule}</span></summary>
        <p class="names mono"><${RuleLink} id=${rule} world=${world} />${" "}${operations.map((operation) => html`<span key=${operation}>${operation}</span> `)}</p>
      </details>`,
    )}
  </section>`;
}

const tones = { managed: "good", compliant: "good", unmanaged: "warn", noncompliant: "wrong", overlapping: "wrong" };
const finding = (text) => (text ? html`<${Badge} tone=${tones[text] ?? "quiet"}>${text}<//>` : "");

function Seen({ seen }) {
  return html`<${Part}
    title="What IPAM sees"
    rows=${seen?.rows ?? []}
    none=${seen === null ? "No resource discovery reads this account." : seen.failing ? "A resource discovery should read it, but cannot: IPAM's role is missing." : "It is read, and has no resources with addresses."}
    columns=${{
      Resource: (row) => html`${row.name ?? ""} ${mono(row.resource_id)}`,
      Kind: (row) => row.resource_type,
      CIDR: (row) => mono(row.cidr),
      Region: (row) => row.region,
      Managed: (row) => finding(row.management),
      Compliant: (row) => finding(row.compliance),
      Overlaps: (row) => finding(row.overlap),
    }}
  >
    ${seen && html`<p class="quiet">Read by ${seen.discoveries.map((id) => html`<span class="mono" key=${id}>${id}</span> `)}${seen.last_success ? `last at ${time(seen.last_success)}` : "never yet"}</p>`}
  <//>`;
}

const SHARE_COLUMNS = {
  Share: (share) => share.name,
  Region: (share) => share.region,
  Owner: (share) => mono(share.owner_id),
  State: (share) => share.state,
  Resources: (share) => html`${share.resources.map((arn) => html`<div class="mono small" key=${arn}>${arn}</div>`)}`,
  Principals: (share) => count(share.principals),
};

function Account({ data, world }) {
  return html`<div class="stack">
    <div class="two"><${Place} data=${data} world=${world} /><${MayCall} data=${data} world=${world} /></div>
    <${Seen} seen=${data.seen} />
    <${Part}
      title="Roles"
      rows=${data.roles}
      total=${data.counts.roles}
      none="None. IPAM's role appears when the organization integrates IPAM, or when this account makes an IPAM."
      columns=${{
        Role: (role) => role.name,
        For: (role) => role.service_principal ?? "customers",
        State: (role) => role.state.toLowerCase(),
        Policies: (role) => html`${role.policies.map((policy) => html`<div class="mono small" key=${policy}>${policy}</div>`)}`,
        Made: (role) => time(role.created_at),
      }}
    >
      ${data.deletions.map(
        (task) => html`<p key=${task.role}><${Badge} tone=${task.state === "FAILED" ? "wrong" : "warn"}>deletion ${task.state.toLowerCase().replaceAll("_", " ")}<//> ${task.role}: ${task.reason ?? ""}</p>`,
      )}
      ${data.counts.users + data.counts.customer_policies > 0 && html`<p class="quiet">And ${counted(data.counts.users, "user")}, ${counted(data.counts.customer_policies, "customer managed policy", "customer managed policies")}.</p>`}
    <//>
    <${Part}
      title="VPCs"
      rows=${data.vpcs}
      total=${data.counts.vpcs}
      none="None. CreateVpc makes one, from a pool with Ipv4IpamPoolId."
      columns=${{
        VPC: (vpc) => html`${vpc.name ?? ""} ${mono(vpc.id)}`,
        Region: (vpc) => vpc.region,
        CIDRs: (vpc) => mono(vpc.cidrs.join(", ")),
        Subnets: (vpc) => count(vpc.subnets),
      }}
    />
    <${Part} title="Shared with it" rows=${data.shared_with} none="Nobody shares anything with this account." columns=${SHARE_COLUMNS} />
    <${Part} title="Its own shares" rows=${data.shares} none="It shares nothing." columns=${SHARE_COLUMNS} />
    <${Part}
      title="Invitations"
      rows=${data.invitations}
      none="Nobody has asked anything of it."
      columns=${{
        Kind: (each) => each.kind.toLowerCase().replaceAll("_", " "),
        From: (each) => mono(each.sender),
        About: (each) => each.about,
        State: (each) => html`<${Badge} tone=${["OPEN", "PENDING", "REQUESTED"].includes(each.state) ? "warn" : "quiet"}>${each.state.toLowerCase()}<//>`,
        Sent: (each) => time(each.at),
      }}
    />
    <${Part}
      title="Policies of the organization"
      rows=${data.policies}
      none="None: no policy type is enabled, or nothing is attached here or above."
      columns=${{ Policy: (policy) => html`${policy.name} ${mono(policy.id)}`, Type: (policy) => policy.kind.toLowerCase().replaceAll("_", " "), From: (policy) => policy.where }}
    />
  </div>`;
}

function Found({ data, world, query }) {
  if (data.total === 0)
    return query.find
      ? html`<${Empty} title="No account matches"><p>Any twelve digits are an account as soon as they are used: ${/^\d{12}$/.test(query.find) ? html`<a href=${hrefOf("accounts", { world, account: query.find })}>look at ${query.find}</a>` : "type an id to look at one"}.</p><//>`
      : html`<${Empty} title="No account is known yet">
          <p>Every twelve digits are an account that exists when it is first used: set them as the access key id of any SDK.</p>
          <p>A fixture begins with some: <a href=${hrefOf("worlds", { world })}>make a world</a>.</p>
        <//>`;
  return html`<section class="card" aria-label="Accounts">
    <div class="table-box tall" tabindex="0" role="region" aria-label="Accounts that match">
      <table>
        <thead><tr><th scope="col">Account</th><th scope="col">Address</th><th scope="col">Organization</th><th scope="col">For IPAM</th></tr></thead>
        <tbody>
          ${data.accounts.map(
            (account) => html`<tr key=${account.id}>
              <td><a href=${hrefOf("accounts", { world, account: account.id })}>${account.name}</a> <span class="mono quiet">${account.id}</span></td>
              <td class="quiet">${account.email}</td>
              <td class="mono quiet">${account.organization_id ?? "none"}</td>
              <td><${Standing} account=${account} /></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet">${data.more ? `The first ${count(data.accounts.length)} of ${count(data.total)}; find the others by name, id or address.` : counted(data.total, "account")}</p>
  </section>`;
}

function AccountList({ world, query }) {
  const fetched = useFetched(ofWorld(world, "/accounts", { query: query.find, role: query.role, limit: LIMIT }));
  return html`<div class="stack">
    <div class="form">
      <${Search} label="Name, id or address" value=${query.find ?? ""} view="accounts" query=${{ world, role: query.role }} name="find" placeholder="any" />
      <div class="segments" role="group" aria-label="IPAM's role">
        ${[["", "All"], ["ABSENT", "Without IPAM's role"], ["PRESENT", "With it"]].map(
          ([role, text]) => html`<a key=${role} class="segment" aria-current=${(query.role ?? "") === role ? "true" : null} href=${hrefOf("accounts", { world, find: query.find, role })}>${text}</a>`,
        )}
      </div>
    </div>
    <${Shown} fetched=${fetched} what="the accounts">${(data) => html`<${Found} data=${data} world=${world} query=${query} />`}<//>
  </div>`;
}

function OneAccount({ world, id }) {
  const fetched = useFetched(ofWorld(world, `/accounts/${encodeURIComponent(id)}`));
  return html`<${Shown} fetched=${fetched} what="the account">${(data) => html`<${Account} data=${data} world=${world} />`}<//>`;
}

/** @param {{world: string, query: Record<string, string>}} props */
export function Accounts({ world, query }) {
  return query.account ? html`<${OneAccount} key=${query.account} world=${world} id=${query.account} />` : html`<${AccountList} world=${world} query=${query} />`;
}
