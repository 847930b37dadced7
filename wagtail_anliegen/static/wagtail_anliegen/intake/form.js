// Small comforts of the form. Everything works without them.

/** Moves the focus to what went wrong, so that nobody has to search for it. */
class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.querySelector('[tabindex]').focus();
  }
}

/** Copies a value; shown only where the browser can do that. */
class Copy extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.hidden = false;
    this.querySelector('button').addEventListener('click', () => this.copy());
  }

  async copy() {
    await navigator.clipboard.writeText(this.dataset.value);
    this.querySelector('button').textContent = this.dataset.textDone;
    this.querySelector('[role=status]').textContent = this.dataset.textDone;
  }
}

customElements.define('anliegen-error-summary', ErrorSummary);
customElements.define('anliegen-copy', Copy);

// One press sends once. The server knows a second one too; this only saves the waiting.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) delete form.dataset.sent;
});
