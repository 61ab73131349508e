/** The organization as a tree of units and accounts. Only what is seen is fetched and drawn, at any size. */
import { html, useCallback, useContext, useEffect, useMemo, useRef, useState } from "../lib/preact.js";
import { ask, ofWorld } from "../lib/api.js";
import { count, counted } from "../lib/format.js";
import { NewsContext } from "../lib/live.js";
import { Badge, Loading, Trouble } from "../lib/parts.js";
import { hrefOf } from "../lib/route.js";
import { VirtualList } from "../lib/virtual.js";

const PAGE = 100;
// where a line has no room for an account's marks they stand in two more (style/integration.css)
const ROW_HEIGHT = window.matchMedia("(max-width: 640px)").matches ? 72 : 46;

/**
 * @typedef {object} Branch
 * @property {string} name
 * @property {any[]} units
 * @property {number} total how many accounts are directly in it
 * @property {Map<number, any[]>} pages its accounts, by page
 */

/** The pages of a tree, fetched as they are seen, and fetched again when the world has changed. */
function useBranches(world, organization) {
  const { stamp } = useContext(NewsContext);
  const [version, setVersion] = useState(0);
  const [problem, setProblem] = useState(null);
  const kept = useRef({ branches: new Map(), asked: new Map(), round: 0 });
  const need = useCallback(
    (id, page) => {
      const { branches, asked, round } = kept.current;
      const key = `${id} ${page}`;
      if (asked.get(key) === round) return;
      asked.set(key, round);
      const path = `/organizations/${encodeURIComponent(organization)}/tree`;
      ask("GET", ofWorld(world, path, { parent: id, offset: page * PAGE, limit: PAGE })).then(
        (found) => {
          const branch = branches.get(id) ?? { pages: new Map() };
          Object.assign(branch, { name: found.name, units: found.units, total: found.total_accounts });
          branch.pages.set(page, found.accounts);
          branches.set(id, branch);
          setProblem(null);
          setVersion((before) => before + 1);
        },
        (failure) => (failure.status === 404 ? branches.delete(id) : setProblem(failure)),
      );
    },
    [world, organization],
  );
  useEffect(() => {
    kept.current.round += 1;
    setVersion((before) => before + 1);
  }, [stamp]);
  return { branches: kept.current.branches, need, version, problem };
}

/** The rows of the tree as it is opened: units and accounts, each at its depth. */
function rowsOf(branches, id, opened, depth = 0) {
  const branch = branches.get(id);
  if (!branch) return [{ kind: "loading", id, depth }];
  const rows = [];
  for (const unit of branch.units) {
    rows.push({ kind: "unit", unit, depth, open: opened.has(unit.id) });
    if (opened.has(unit.id)) rows.push(...rowsOf(branches, unit.id, opened, depth + 1));
  }
  for (let index = 0; index < branch.total; index += 1) rows.push({ kind: "account", id, index, depth });
  return rows;
}

const ROLE_TONES = { PRESENT: "good", ABSENT: "wrong", CREATING: "warn", DELETING: "warn" };
const MONITORING = {
  monitored: ["good", "monitored"],
  "own-ipam-only": ["quiet", "own IPAM only"],
  "not-monitored": ["quiet", "not monitored"],
};

/** What counts for IPAM about an account, as words with a mark. */
export function Standing({ account }) {
  const [tone, text] = MONITORING[account.monitoring];
  return html`<span class="marks">
    ${account.management && html`<${Badge} tone="accent">management<//>`}
    ${account.administrator && html`<${Badge} tone="accent">IPAM administrator<//>`}
    ${account.state !== "ACTIVE" && html`<${Badge} tone="warn">${account.state.toLowerCase().replaceAll("_", " ")}<//>`}
    <${Badge} tone=${ROLE_TONES[account.role]}>${`role ${account.role.toLowerCase()}`}<//>
    <${Badge} tone=${tone} title=${account.reason}>${text}<//>
  </span>`;
}

function AccountLine({ world, account }) {
  return html`<a class="tree-account" href=${hrefOf("accounts", { world, account: account.id })}>
      <span class="tree-name">${account.name}</span> <span class="mono quiet">${account.id}</span>
    </a>
    <${Standing} account=${account} />`;
}

/** @param {{world: string, organization: string, root: string, accounts: number}} props */
export function OrganizationTree({ world, organization, root, accounts }) {
  const { branches, need, version, problem } = useBranches(world, organization);
  const [opened, setOpened] = useState(() => new Set());
  const [closed, setClosed] = useState(() => new Set());
  // a small organization is open from the start
  const small = accounts <= 60;
  const shown = useMemo(() => {
    if (!small) return opened;
    const all = new Set();
    for (const branch of branches.values()) for (const unit of branch.units ?? []) all.add(unit.id);
    for (const id of closed) all.delete(id);
    return all;
  }, [small, opened, closed, version]);
  const rows = useMemo(() => rowsOf(branches, root, shown), [version, root, shown]);
  const toggle = (id) => {
    const change = (before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    };
    if (small) setClosed(change);
    else setOpened(change);
  };
  const seen = useCallback(
    (first, last) => {
      for (const row of rows.slice(first, last)) {
        if (row.kind === "loading") need(row.id, 0);
        else if (row.kind === "account") need(row.id, Math.floor(row.index / PAGE));
        else if (row.open) need(row.unit.id, 0);
      }
    },
    [rows, need],
  );
  // an empty unit, and the root, are asked for too
  useEffect(() => need(root, 0), [need, root, version]);
  if (problem && branches.size === 0) return html`<${Trouble} problem=${problem} />`;
  if (!branches.has(root)) return html`<${Loading} what="the organization" />`;
  const row = (index) => {
    const one = rows[index];
    if (!one) return null;
    const indent = { paddingInlineStart: `${one.depth * 22 + 8}px` };
    if (one.kind === "unit") {
      const { unit } = one;
      return html`<button type="button" class="tree-row tree-unit" style=${indent} aria-expanded=${String(one.open)} onClick=${() => toggle(unit.id)}>
        <span class="twist" aria-hidden="true">${one.open ? "▾" : "▸"}</span>
        <span class="tree-name">${unit.name}</span>
        <span class="quiet">${counted(unit.accounts, "account")}${unit.units ? `, ${counted(unit.units, "unit")}` : ""}</span>
      </button>`;
    }
    const account = one.kind === "account" ? branches.get(one.id)?.pages.get(Math.floor(one.index / PAGE))?.[one.index % PAGE] : null;
    return html`<div class="tree-row" style=${indent}>
      ${account ? html`<${AccountLine} world=${world} account=${account} />` : html`<span class="quiet">Loading…</span>`}
    </div>`;
  };
  return html`<${VirtualList}
    total=${rows.length}
    rowHeight=${ROW_HEIGHT}
    row=${row}
    onSeen=${seen}
    label=${`Units and accounts, ${count(rows.length)} rows`}
    className="tree"
  />`;
}
