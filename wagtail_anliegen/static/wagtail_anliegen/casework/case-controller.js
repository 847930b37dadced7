/* Opens the action that the address names, so that the reader finds it again after sending. */
window.wagtail.app.register(
  "anliegen-case",
  class extends window.StimulusModule.Controller {
    connect() {
      const faulty = this.element.querySelector('[aria-invalid="true"]');
      if (faulty) {
        faulty.closest("details")?.setAttribute("open", "");
        faulty.focus();
      }
    }
  },
);
