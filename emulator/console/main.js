/** The frame of the page: where to go, which world, and the view in the middle. */
import { Component, html, render, useEffect, useRef, useState } from "./lib/preact.js";
import { NewsContext, useFetched, useNews } from "./lib/live.js";
import { go, hrefOf, useRoute } from "./lib/route.js";
import { THEMES, apply, setTheme, theme } from "./lib/theme.js";
import { Trouble } from "./lib/parts.js";
import { Integration } from "./views/integration.js";
import { AddressSpace } from "./views/address-space.js";
import { Accounts } from "./views/accounts.js";
import { Journal } from "./views/journal.js";
import { Worlds } from "./views/worlds.js";

const VIEWS = {
  integration: { title: "Integration", view: Integration },
  addresses: { title: "Address space", view: AddressSpace },
  accounts: { title: "Accounts", view: Accounts },
  journal: { title: "Journal", view: Journal },
  worlds: { title: "Worlds, clock, faults", view: Worlds },
};

/** A mistake of ours in one view leaves the rest of the page usable. */
class Guarded extends Component {
  constructor(props) {
    super(props);
    this.state = { error: null };
  }

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    console.error(error);
    return html`<${Trouble} problem=${{ message: "This view has failed.", expected: String(error) }} />`;
  }
}

function ThemeChoice() {
  const [chosen, choose] = useState(theme);
  const next = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
  const press = () => {
    setTheme(next);
    choose(next);
  };
  return html`<button type="button" class="button button-plain" onClick=${press} aria-label=${`Theme: ${chosen}. Change to ${next}.`}>
    <span aria-hidden="true">${{ system: "◐", light: "☀", dark: "☾" }[chosen]}</span>
    <span class="wide-only"> ${chosen}</span>
  </button>`;
}

function WorldChoice({ world, view }) {
  const { data } = useFetched("/world-names");
  const names = data ? [...data.names] : [];
  if (!names.includes(world)) names.push(world);
  return html`<label class="world-choice">
    <span>World</span>
    <select value=${world} onChange=${(event) => go(view, { world: event.target.value })}>
      ${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select>
  </label>`;
}

function App() {
  const route = useRoute();
  const world = route.query.world || "default";
  const news = useNews(world);
  const known = Object.hasOwn(VIEWS, route.view) ? route.view : "integration";
  const { title, view: View } = VIEWS[known];
  const main = useRef(null);
  const seen = useRef(known);
  useEffect(() => {
    document.title = `${title} · ${world} · ipam-emulator`;
    // who changes the view with the keyboard goes on there
    if (seen.current !== known) main.current?.focus();
    seen.current = known;
  }, [known, world]);
  return html`<${NewsContext.Provider} value=${news}>
    <a class="skip" href="#main" onClick=${(event) => (event.preventDefault(), main.current?.focus())}>To the content</a>
    <header class="top">
      <p class="brand"><img src="console/icon.svg" alt="" width="26" height="26" /> ipam-emulator</p>
      <nav class="views" aria-label="Views">
        ${Object.entries(VIEWS).map(
          ([name, each]) =>
            html`<a key=${name} href=${hrefOf(name, { world })} aria-current=${name === known ? "page" : null}>${each.title}</a>`,
        )}
      </nav>
      <div class="tools">
        <span class=${`live ${news.connected ? "is-live" : ""}`} role="status">
          ${news.connected ? "Live" : "Not connected"}
        </span>
        <${WorldChoice} world=${world} view=${known} />
        <${ThemeChoice} />
      </div>
    </header>
    <main id="main" ref=${main} tabindex="-1" aria-labelledby="title">
      <h1 id="title">${title}</h1>
      <${Guarded} key=${`${known} ${world}`}>
        <${View} world=${world} query=${route.query} />
      <//>
    </main>
  <//>`;
}

apply(theme());
render(html`<${App} />`, document.getElementById("app"));
