// @ts-nocheck -- it runs in a browser, whose types this part of the project does not have.
// Sends what is pressed and filled in, and keeps the page as the workspace is.
const PARTS = ['side', 'head', 'body', 'modal'];
const EVERY_MS = 700;
let isBusy = false;

function say(text) {
  document.getElementById('say').textContent = text;
  setTimeout(() => (document.getElementById('say').textContent = ''), 6000);
}

function showErrors(form, errors) {
  for (const place of form.querySelectorAll('[data-error-at]')) place.textContent = errors[place.dataset.errorAt] ?? '';
}

async function send(form, more = {}) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const buttons = form.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body });
    const { say: words, errors, go } = await answer.json();
    if (words) say(words);
    showErrors(form, errors ?? {});
    if (!errors && 'clears' in form.dataset) form.reset();
    if (go) location.href = go;
  } catch {
    say('The workspace does not answer.');
  } finally {
    for (const button of buttons) button.disabled = false;
    await renew();
  }
}

async function renew() {
  if (isBusy || !document.getElementById('side')) return;
  isBusy = true;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of PARTS) swap(document.getElementById(id), fresh.getElementById(id));
  } catch {
    // The workspace was stopped; the next try tells.
  } finally {
    isBusy = false;
  }
}

function swap(old, fresh) {
  if (!old || !fresh || old.dataset.version === fresh.dataset.version) return;
  // A menu that somebody has open stays.
  if (old.querySelector('details.tools[open]')) return;
  const wasAtEnd = old.scrollHeight - old.scrollTop - old.clientHeight < 80;
  old.replaceWith(fresh);
  if (fresh.id === 'body' && fresh.querySelector('.messages')) fresh.scrollTop = wasAtEnd ? fresh.scrollHeight : old.scrollTop;
  if (fresh.id === 'modal') fresh.querySelector('.body input:not([type=hidden]), .body textarea')?.focus();
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!('send' in form.dataset)) return;
  event.preventDefault();
  if (form.dataset.sure && !confirm(form.dataset.sure)) return;
  form.closest('details.tools')?.removeAttribute('open');
  void send(form);
});
document.addEventListener('change', (event) => {
  if ('changes' in event.target.dataset) void send(event.target.form, { changed: event.target.name });
});
document.addEventListener('input', async (event) => {
  const { options } = event.target.dataset;
  if (options === undefined) return;
  const kept = event.target.value.split(',').slice(0, -1).map((text) => text.trim());
  const answer = await fetch(`${options}&value=${encodeURIComponent(event.target.value.split(',').at(-1).trim())}`);
  const found = await answer.json();
  event.target.list.replaceChildren(...found.map(({ value, words }) => new Option(words, [...kept, value].join(', '))));
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') document.querySelector('.modal .head')?.requestSubmit();
});

const body = document.getElementById('body');
if (body) {
  body.scrollTop = body.querySelector('.messages') ? body.scrollHeight : 0;
  const home = document.querySelector('[data-open-home]');
  if (home) void fetch(home.dataset.openHome, { method: 'POST' }).then(renew);
  setInterval(() => void renew(), EVERY_MS);
}
