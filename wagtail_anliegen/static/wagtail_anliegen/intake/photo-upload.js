// Sends photos as soon as they are chosen: smaller, with progress, a preview and a way to remove
// them. Without this script the same fields are sent with the form.

const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 1_500_000;

class PhotoUpload extends HTMLElement {
  connectedCallback() {
    this.list = this.part('list');
    this.input = this.querySelector('input[type=file]');
    this.token = this.closest('form').querySelector('[name=csrfmiddlewaretoken]').value;
    this.part('plain').hidden = true;
    this.input.parentElement.classList.add('is-live');
    this.count = this.list.children.length;
    this.input.addEventListener('change', () => this.chosen());
    this.list.addEventListener('click', (event) => {
      const button = event.target.closest('button[name=remove]');
      if (!button) return;
      event.preventDefault();
      this.remove(button.closest('li'));
    });
    this.closest('form').addEventListener('submit', (event) => this.wait(event));
    // Somebody on a slow line may have chosen before this script arrived.
    if (this.input.files.length) this.chosen();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  /** What a tile shows anyway is only read out. */
  say(text, { shown = true } = {}) {
    const status = this.part('status');
    status.textContent = text;
    status.classList.toggle('anliegen-visually-hidden', !shown);
  }

  text(name, number) {
    return this.dataset[name].replace('{n}', number);
  }

  // --- adding ----------------------------------------------------------------

  async chosen() {
    const room = Number(this.dataset.limit) - this.list.children.length;
    const files = [...this.input.files].slice(0, Math.max(0, room));
    const tooMany = this.input.files.length > files.length;
    // What was sent already must not be sent with the form again.
    this.input.value = '';
    for (const file of files) {
      const tile = this.addTile(file);
      this.refresh();
      // One after the other: a phone in the rain has one slow line.
      this.sending = this.send(tile, file);
      await this.sending;
    }
    if (tooMany) this.say(this.dataset.textLimit);
  }

  addTile(file) {
    this.count += 1;
    const tile = document.createElement('li');
    tile.className = 'anliegen-photo';
    tile.number = this.count;
    const picture = document.createElement('img');
    picture.alt = this.text('textPhoto', tile.number);
    // Not every browser draws every format, and not every file is a picture.
    picture.addEventListener('error', () => picture.classList.add('anliegen-visually-hidden'));
    picture.src = URL.createObjectURL(file);
    const progress = document.createElement('progress');
    progress.max = 100;
    progress.setAttribute('aria-label', this.text('textSending', tile.number));
    tile.append(picture, progress);
    this.list.append(tile);
    return tile;
  }

  async send(tile, file) {
    this.say(this.text('textSending', tile.number), { shown: false });
    const small = await smaller(file);
    if (small.size > Number(this.dataset.maxBytes)) {
      this.failed(tile, null, this.dataset.textLarge);
      return;
    }
    const answer = await this.post(small, file.name, tile.querySelector('progress'));
    if (answer.uuid) this.done(tile, answer);
    else this.failed(tile, answer.refused ? null : file, answer.error ?? this.dataset.textFailed);
  }

  post(blob, name, progress) {
    const body = new FormData();
    body.append('photo', blob, name);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open('POST', this.dataset.url);
      request.setRequestHeader('X-CSRFToken', this.token);
      request.responseType = 'json';
      request.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
      });
      request.addEventListener('load', () =>
        resolve({ ...request.response, refused: request.status >= 400 && request.status < 500 }),
      );
      request.addEventListener('error', () => resolve({}));
      request.send(body);
    });
  }

  done(tile, { uuid, url }) {
    const picture = tile.querySelector('img');
    URL.revokeObjectURL(picture.src);
    picture.classList.remove('anliegen-visually-hidden');
    picture.src = url;
    tile.dataset.url = url;
    tile.querySelector('progress').remove();
    const button = document.createElement('button');
    button.className = 'anliegen-button anliegen-button--quiet';
    button.name = 'remove';
    button.value = uuid;
    const which = document.createElement('span');
    which.className = 'anliegen-visually-hidden';
    which.textContent = ` ${picture.alt}`;
    button.append(this.dataset.textRemove, which);
    tile.append(button);
    this.say(this.text('textSent', tile.number), { shown: false });
  }

  failed(tile, file, text) {
    tile.classList.add('anliegen-photo--failed');
    tile.querySelector('progress').remove();
    const message = document.createElement('p');
    message.className = 'anliegen-photo__text';
    message.textContent = text;
    tile.append(message);
    if (file) tile.append(this.button(this.dataset.textAgain, () => this.again(tile, file)));
    tile.append(this.button(this.dataset.textRemove, () => this.drop(tile)));
    this.say(text, { shown: false });
  }

  button(text, action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'anliegen-button anliegen-button--quiet';
    button.textContent = text;
    button.addEventListener('click', action);
    return button;
  }

  again(tile, file) {
    tile.remove();
    this.count -= 1;
    this.sending = this.send(this.addTile(file), file);
  }

  // --- removing --------------------------------------------------------------

  async remove(tile) {
    const body = new FormData();
    try {
      const response = await fetch(tile.dataset.url, {
        method: 'POST',
        headers: { 'X-CSRFToken': this.token },
        body,
      });
      if (!response.ok && response.status !== 404) throw new Error(response.statusText);
      this.drop(tile);
      this.say(this.dataset.textRemoved);
    } catch {
      this.say(this.dataset.textFailed);
    }
  }

  drop(tile) {
    tile.remove();
    this.refresh();
    this.input.focus();
  }

  refresh() {
    const used = this.list.children.length;
    this.list.hidden = used === 0;
    this.part('add').hidden = used >= Number(this.dataset.limit);
  }

  /** Whoever goes on while a photo is under way does not lose it, nor one that failed. */
  async wait(event) {
    const failed = this.querySelector('.anliegen-photo--failed');
    if (!failed && !this.querySelector('progress')) return;
    event.preventDefault();
    if (failed) {
      this.say(this.dataset.textUnsent);
      failed.querySelector('button').focus();
      return;
    }
    const { submitter } = event;
    await this.sending;
    this.closest('form').requestSubmit(submitter);
  }
}

/** The photo with at most 2560 pixels a side, or the file itself where that does not work. */
async function smaller(file) {
  if (file.size <= SMALL_ENOUGH) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.88));
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file;
  }
}

customElements.define('anliegen-photo-upload', PhotoUpload);
