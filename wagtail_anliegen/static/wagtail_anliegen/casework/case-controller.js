/* Opens the action that was sent with a fault, and puts the reader where it is. */
window.wagtail.app.register(
  "anliegen-case",
  class extends window.StimulusModule.Controller {
    connect() {
      const faulty = this.element.querySelector('[aria-invalid="true"]');
      if (!faulty) return;
      faulty.closest("details")?.setAttribute("open", "");
      // Without the fragment of the form's address the browser does not move the focus again.
      history.replaceState(history.state, "", location.pathname + location.search);
      faulty.focus();
    }
  },
);
