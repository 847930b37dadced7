/* Boxes on a photo: drawn, moved and sized by mouse, touch and keyboard. The number fields of the
   form are the truth: whatever happens on the picture is written there, and the other way round. */

const NUMBERS = ["x", "y", "width", "height"];
const WHOLE = 100;
const SMALLEST = 0.1;
const STEP = 1;
const DRAWN_AFTER = 5;
const ZOOMS = [1, 2, 4];
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const within = (value, low, high) => Math.min(high, Math.max(low, value));
const rounded = (value) => Math.round(value * 10) / 10;

/* One box: its fields in the form and its frame on the picture. */
class Box {
  constructor(row, number) {
    this.row = row;
    this.number = number;
    this.fields = NUMBERS.map((name) => row.querySelector(`[name$="-${name}"]`));
    this.removed = row.querySelector("[name$='-DELETE']");
    this.kind = row.querySelector("select");
    this.frame = document.createElement("div");
    this.frame.className = "anliegen-redaction__box";
    this.frame.classList.toggle("anliegen-redaction__box--found", "found" in row.dataset);
    this.frame.tabIndex = 0;
    // So that a screen reader hands the arrow keys on.
    this.frame.setAttribute("role", "application");
    this.frame.append(String(number));
    ["nw", "ne", "sw", "se"].forEach((corner) => {
      const handle = document.createElement("span");
      handle.className = `anliegen-redaction__handle anliegen-redaction__handle--${corner}`;
      handle.dataset.corner = corner;
      this.frame.append(handle);
    });
  }

  get isBlank() {
    return this.fields.every((field) => field.value === "");
  }

  get values() {
    return this.fields.map((field) => Number(field.value) || 0);
  }

  set values([x, y, width, height]) {
    const across = within(width, SMALLEST, WHOLE);
    const down = within(height, SMALLEST, WHOLE);
    const place = [within(x, 0, WHOLE - across), within(y, 0, WHOLE - down), across, down];
    this.fields.forEach((field, index) => {
      field.value = String(rounded(place[index]));
    });
    // Moved by a person it is that person's, here as in the store.
    this.frame.classList.remove("anliegen-redaction__box--found");
    this.draw();
  }

  draw() {
    const { style } = this.frame;
    const names = ["left", "top", "width", "height"];
    this.values.forEach((value, index) => {
      style[names[index]] = `${value}%`;
    });
    this.frame.hidden = this.removed.checked || this.isBlank;
    this.row.classList.toggle("anliegen-redaction__row--removed", this.removed.checked);
  }
}

window.wagtail.app.register(
  "anliegen-redaction",
  class extends window.StimulusModule.Controller {
    static targets = [
      "blank",
      "count",
      "row",
      "rows",
      "said",
      "stage",
      "tools",
      "unsaved",
    ];

    static values = {
      added: String,
      box: String,
      most: Number,
      moved: String,
      removed: String,
      unsaved: Boolean,
    };

    connect() {
      this.zoom = 0;
      this.boxes = [];
      this.total = this.element.querySelector("[name$='-TOTAL_FORMS']");
      this.toolsTargets.forEach((tools) => {
        tools.hidden = false;
      });
      this.rowTargets.forEach((row) => this.take(row));
      // The blank row is for those without a script.
      while (this.boxes.at(-1)?.isBlank) this.forget(this.boxes.at(-1));
      this.start = this.state();
      this.gone = new AbortController();
      this.listen(this.stageTarget, { pointerdown: "grasp", keydown: "press" });
      this.listen(this.rowsTarget, { input: "refresh" });
      this.refresh();
    }

    disconnect() {
      this.gone.abort();
      this.boxes.forEach((box) => box.frame.remove());
    }

    listen(element, handlers) {
      const { signal } = this.gone;
      Object.entries(handlers).forEach(([name, method]) =>
        element.addEventListener(name, (event) => this[method](event), { signal }),
      );
    }

    /* Calls back while this pointer moves, and once when it is lifted or taken away. */
    follow({ pointerId }, move, end) {
      const done = new AbortController();
      const signal = AbortSignal.any([done.signal, this.gone.signal]);
      const mine = (handle) => (event) => event.pointerId === pointerId && handle(event);
      const last = mine((event) => {
        done.abort();
        end(event);
      });
      window.addEventListener("pointermove", mine(move), { signal });
      window.addEventListener("pointerup", last, { signal });
      window.addEventListener("pointercancel", last, { signal });
    }

    get isFull() {
      return this.shown.length >= this.mostValue;
    }

    take(row) {
      const box = new Box(row, this.boxes.length + 1);
      this.boxes.push(box);
      this.stageTarget.append(box.frame);
      box.draw();
      return box;
    }

    forget(box) {
      box.frame.remove();
      box.row.remove();
      this.boxes.splice(this.boxes.indexOf(box), 1);
      this.total.value = this.boxes.length;
    }

    create(values) {
      const index = this.boxes.length;
      const html = this.blankTarget.innerHTML
        .replaceAll("__prefix__", index)
        .replaceAll("__n__", index + 1);
      this.rowsTarget.insertAdjacentHTML("beforeend", html);
      const box = this.take(this.rowsTarget.lastElementChild);
      this.total.value = this.boxes.length;
      box.values = values;
      return box;
    }

    add() {
      if (this.isFull) return;
      const box = this.create([40, 42, 20, 16]);
      box.frame.focus();
      this.say(this.addedValue, box);
      this.refresh();
    }

    /* The pointer's place in per cent of the picture. */
    place(event) {
      const area = this.stageTarget.getBoundingClientRect();
      return [
        ((event.clientX - area.left) / area.width) * WHOLE,
        ((event.clientY - area.top) / area.height) * WHOLE,
      ];
    }

    grasp(event) {
      if (event.button) return;
      const frame = event.target.closest(".anliegen-redaction__box");
      const box = this.boxes.find((one) => one.frame === frame);
      if (box) {
        event.preventDefault();
        frame.focus();
        this.drag(event, box, event.target.dataset.corner || "");
      } else if (event.pointerType === "mouse") {
        event.preventDefault();
        this.drag(event, null, "se");
      } else {
        this.tap(event);
      }
    }

    /* A finger that does not move puts a box; one that moves scrolls the page. */
    tap(start) {
      if (!start.isPrimary) return;
      this.follow(
        start,
        () => {},
        (event) => {
          if (event.type === "pointerup" && this.far(start, event) < 2 * DRAWN_AFTER)
            this.put(event);
        },
      );
    }

    far(start, event) {
      return Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    }

    put(event) {
      if (this.isFull) return;
      const [x, y] = this.place(event);
      const box = this.create([x - 6, y - 4, 12, 8]);
      box.frame.focus();
      this.say(this.addedValue, box);
      this.refresh();
    }

    drag(start, grasped, corner) {
      let box = grasped;
      const from = this.place(start);
      const before = box ? box.values : [...from, 0, 0];
      const move = (event) => {
        if (!box && (this.isFull || this.far(start, event) < DRAWN_AFTER)) return;
        box ??= this.create([...from, SMALLEST, SMALLEST]);
        const [x, y] = this.place(event);
        box.values = this.dragged(before, [x - from[0], y - from[1]], corner);
        this.refresh();
      };
      this.follow(start, move, (event) => {
        if (!box && event.type === "pointerup") this.put(event);
        else if (box) {
          box.frame.focus();
          this.say(this.movedValue, box);
        }
      });
    }

    /* Where a box lies once it, or one of its corners, was drawn along. */
    dragged([x, y, width, height], [across, down], corner) {
      if (!corner) return [x + across, y + down, width, height];
      const [left, right] = corner.endsWith("w")
        ? [x + across, x + width]
        : [x, x + width + across];
      const [top, bottom] = corner.startsWith("n")
        ? [y + down, y + height]
        : [y, y + height + down];
      const [one, other] = [within(left, 0, WHOLE), within(right, 0, WHOLE)];
      const [upper, lower] = [within(top, 0, WHOLE), within(bottom, 0, WHOLE)];
      return [
        Math.min(one, other),
        Math.min(upper, lower),
        Math.abs(other - one),
        Math.abs(lower - upper),
      ];
    }

    press(event) {
      const box = this.boxes.find((one) => one.frame === event.target);
      if (!box) return;
      if (event.key in ARROWS) {
        const [across, down] = ARROWS[event.key].map((way) => way * STEP);
        const [x, y, width, height] = box.values;
        box.values = event.shiftKey
          ? [x, y, width + across, height + down]
          : [x + across, y + down, width, height];
        this.say(this.movedValue, box);
      } else if (event.key === "Delete" || event.key === "Backspace") {
        box.removed.checked = true;
        this.say(this.removedValue, box);
        (this.shown.find((one) => one !== box)?.frame || this.toolsTarget.firstElementChild).focus();
      } else return;
      event.preventDefault();
      this.refresh();
    }

    get shown() {
      return this.boxes.filter((box) => !box.removed.checked);
    }

    refresh() {
      this.boxes.forEach((box) => {
        box.draw();
        box.frame.setAttribute("aria-label", this.words(this.boxValue, box));
      });
      this.countTarget.textContent = this.shown.length;
      this.unsavedTarget.hidden = !this.unsavedValue && this.state() === this.start;
    }

    state() {
      return JSON.stringify(this.shown.map((box) => [...box.values, box.kind.value]));
    }

    closer() {
      this.scale(this.zoom + 1);
    }

    further() {
      this.scale(this.zoom - 1);
    }

    scale(zoom) {
      this.zoom = within(zoom, 0, ZOOMS.length - 1);
      this.stageTarget.style.width = `${ZOOMS[this.zoom] * 100}%`;
    }

    words(text, box) {
      const [x, y, width, height] = box.values;
      const kind = box.kind.selectedOptions[0]?.text;
      const fill = { n: box.number, k: kind, x, y, w: width, h: height };
      return text.replace(/\{(\w)\}/g, (_match, name) => fill[name]);
    }

    say(text, box) {
      this.saidTarget.textContent = this.words(text, box);
    }
  },
);
