/** The small parts that every view is made of. */
import { html, useEffect, useRef, useState } from "./preact.js";
import { go } from "./route.js";

const COPIED_MS = 1_500;

/** A mark with a word: never colour alone. */
export const Badge = ({ tone = "quiet", title, children }) =>
  html`<span class=${`badge badge-${tone}`} title=${title}>${children}</span>`;

/** What is shown where there is nothing: what to do next. */
export const Empty = ({ title, children }) =>
  html`<div class="empty"><h2>${title}</h2><div class="prose">${children}</div></div>`;

export const Loading = ({ what }) =>
  html`<p class="loading" role="status"><span class="spinner" aria-hidden="true"></span>Loading ${what}</p>`;

export const Trouble = ({ problem, again }) =>
  html`<div class="notice notice-wrong" role="alert">
    <p><strong>${problem.message}</strong></p>
    ${problem.expected && html`<p>Expected: ${problem.expected}</p>`}
    ${again && html`<button type="button" class="button" onClick=${again}>Try again</button>`}
  </div>`;

/** What was fetched, or that it is on its way, or why there is none. */
export function Shown({ fetched, what, children }) {
  if (fetched.problem) return html`<${Trouble} problem=${fetched.problem} again=${fetched.again} />`;
  if (fetched.data === null) return html`<${Loading} what=${what} />`;
  return children(fetched.data);
}

/** A button that copies a text and says so. */
export function Copy({ text, children, label }) {
  const [done, setDone] = useState("");
  useEffect(() => {
    if (!done) return undefined;
    const timer = window.setTimeout(() => setDone(""), COPIED_MS);
    return () => window.clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone("Copied");
    } catch {
      setDone("Select the text and copy it");
    }
  };
  return html`<button type="button" class="button button-small" onClick=${copy} aria-label=${label}>
    <span aria-live="polite">${done || children}</span>
  </button>`;
}

/** The call as code: the line for the AWS CLI is shown, the script for boto3 a press away. */
export function Code({ code }) {
  const [kind, setKind] = useState("aws_cli");
  const kinds = { aws_cli: "AWS CLI", boto3: "boto3" };
  return html`<div class="code">
    <div class="code-bar">
      <div class="segments" role="group" aria-label="As code for">
        ${Object.entries(kinds).map(
          ([name, title]) =>
            html`<button type="button" class="segment" aria-pressed=${String(kind === name)} onClick=${() => setKind(name)}>
              ${title}
            </button>`,
        )}
      </div>
      <${Copy} text=${code[kind]} label=${`Copy for ${kinds[kind]}`}>Copy<//>
    </div>
    <pre tabindex="0" aria-label=${`The call for ${kinds[kind]}`}><code>${code[kind]}</code></pre>
  </div>`;
}

/** A dialog that the browser keeps the focus in. */
export function Dialog({ title, onClose, children }) {
  const element = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return html`<dialog ref=${element} class="dialog" onClose=${onClose} aria-labelledby="dialog-title">
    <div class="dialog-head">
      <h2 id="dialog-title">${title}</h2>
      <button type="button" class="button button-plain" onClick=${onClose} aria-label="Close">✕</button>
    </div>
    ${children}
  </dialog>`;
}

/** A text field that moves to an address when it is sent. */
export function Search({ label, value, view, query, name, placeholder }) {
  const send = (event) => {
    event.preventDefault();
    go(view, { ...query, [name]: new FormData(event.target).get("text") });
  };
  return html`<form class="search" role="search" onSubmit=${send}>
    <label>${label} <input type="search" name="text" key=${value} defaultValue=${value} value=${value} placeholder=${placeholder} /></label>
    <button type="submit" class="button">Find</button>
  </form>`;
}

export const Meter = ({ share, label }) =>
  html`<span class="meter" role="img" aria-label=${label}>
    <span class="meter-fill" style=${{ width: `${Math.min(100, share * 100)}%` }}></span>
  </span>`;
