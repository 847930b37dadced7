// Says, while somebody writes, by which words people may be recognised. It asks our own server, so
// that the rules stand in one place. Without this script the last step says the same.

const PAUSE = 600;

class PersonalWords extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector('textarea, input');
    this.status = this.querySelector('[role=status]');
    this.form = new FormData();
    const { value } = this.closest('form').querySelector('[name=csrfmiddlewaretoken]');
    this.form.set('csrfmiddlewaretoken', value);
    const described = this.field.getAttribute('aria-describedby');
    this.field.setAttribute('aria-describedby', [described, this.status.id].join(' ').trim());
    this.field.addEventListener('input', () => this.wait());
    if (this.field.value) this.ask();
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.field.value;
    if (!text.trim()) return this.show([]);
    this.request = new AbortController();
    this.form.set('text', text);
    try {
      const { signal } = this.request;
      const answer = await fetch(this.dataset.url, { method: 'POST', body: this.form, signal });
      if (answer.ok) this.show((await answer.json()).words);
    } catch {
      // A hint is not worth an error: the last step asks again.
    }
    return undefined;
  }

  /** The same words are not read out a second time. */
  show(words) {
    const lines = words.map(({ text, kind }) => `${text} (${kind})`);
    if (lines.join('\n') === this.shown) return;
    this.shown = lines.join('\n');
    if (!lines.length) return this.status.replaceChildren();
    const hint = this.querySelector('template').content.cloneNode(true);
    hint.querySelector('ul').append(
      ...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })),
    );
    this.status.replaceChildren(hint);
  }
}

customElements.define('anliegen-personal-words', PersonalWords);
