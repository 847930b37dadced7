/* Opens the action that was sent with a fault, and puts the reader where it is. */
window.wagtail.app.register(
  "anliegen-case",
  class extends window.StimulusModule.Controller {
    connect() {
      const faulty = this.element.querySelector('[aria-invalid="true"]');
      if (!faulty) return;
      faulty.closest("details")?.setAttribute("open", "");
      // The browser moves the focus itself when it jumps to the address's fragment: come after.
      if (document.readyState === "complete") faulty.focus();
      else window.addEventListener("load", () => setTimeout(() => faulty.focus()), { once: true });
    }
  },
);
