// Sets the place of a report: on a map, by the device's position, or by searching for an address.
// The fields it fills are in the page anyway; without this script, or without Leaflet, they do.
// Point and words name one place: of the two, what was given last counts.

const PIN = 'M12 1a9 9 0 0 0-9 9c0 6.5 9 16 9 16s9-9.5 9-16a9 9 0 0 0-9-9z';
const CLOSE = 17;

class LocationPicker extends HTMLElement {
  connectedCallback() {
    this.address = this.querySelector('[name=address]');
    this.latitude = this.querySelector('[name=latitude]');
    this.longitude = this.querySelector('[name=longitude]');
    this.written = this.point ? this.address.value : null;
    this.wordsOfPoint = this.written ? null : '';
    this.drawMap();
    this.offerPosition();
    this.part('search').addEventListener('click', (event) => {
      event.preventDefault();
      this.search();
    });
    this.address.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.search();
    });
    this.address.addEventListener('input', () => this.typed());
    for (const field of [this.latitude, this.longitude]) {
      field.addEventListener('change', () => this.coordinatesTyped());
    }
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  say(text, wrong = false) {
    const status = this.part('status');
    status.textContent = text;
    status.classList.toggle('is-wrong', wrong);
  }

  get point() {
    const [latitude, longitude] = [this.latitude, this.longitude].map((field) =>
      Number.parseFloat(field.value.replace(',', '.')),
    );
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null;
  }

  // --- the map ---------------------------------------------------------------

  drawMap() {
    const part = this.part('map');
    const data = document.getElementById(this.dataset.options);
    if (!part || !data || !window.L) return;
    const options = JSON.parse(data.textContent);
    part.hidden = false;
    const map = L.map(part.querySelector('.anliegen-picker'), {
      zoomControl: false,
      minZoom: options.minZoom,
      maxZoom: options.maxZoom,
    });
    map.attributionControl.setPrefix(false);
    L.control
      .zoom({ zoomInTitle: this.dataset.textZoomIn, zoomOutTitle: this.dataset.textZoomOut })
      .addTo(map);
    L.tileLayer(options.url, {
      attribution: options.attribution,
      minZoom: options.minZoom,
      maxZoom: options.maxZoom,
    }).addTo(map);
    map.fitBounds(options.frame);
    map.on('click', (event) => this.place([event.latlng.lat, event.latlng.lng]));
    this.part('middle').addEventListener('click', () => {
      const { lat, lng } = map.getCenter();
      this.place([lat, lng]);
    });
    this.map = map;
    this.closeUp = Math.min(CLOSE, options.maxZoom);
    this.frame = L.latLngBounds(options.frame);
    if (this.point) this.showPin(this.point, this.closeUp);
  }

  showPin(point, zoom) {
    if (!this.map) return;
    if (!this.pin) {
      const icon = L.divIcon({
        className: 'anliegen-pin',
        html: `<svg viewBox="0 0 24 30" aria-hidden="true"><path d="${PIN}" fill="currentColor" stroke="#fff" stroke-width="1.5"/><circle cx="12" cy="10" r="3.5" fill="#fff"/></svg>`,
        iconSize: [40, 52],
        iconAnchor: [20, 46],
      });
      this.pin = L.marker(point, { icon, draggable: true, keyboard: false }).addTo(this.map);
      this.pin.on('dragend', () => {
        const { lat, lng } = this.pin.getLatLng();
        this.place([lat, lng]);
      });
    }
    this.pin.setLatLng(point);
    // Far away there is nothing to see: better the whole city.
    if (!this.frame.contains(point)) this.map.fitBounds(this.frame);
    else if (zoom) this.map.setView(point, Math.max(zoom, this.map.getZoom()));
    else if (!this.map.getBounds().contains(point)) this.map.panTo(point);
  }

  // --- a point was chosen ----------------------------------------------------

  setPoint(point) {
    [this.latitude.value, this.longitude.value] = point
      ? point.map((degrees) => degrees.toFixed(6))
      : ['', ''];
  }

  /** Words that we write, and not the citizen: they go with the point. */
  write(words) {
    this.address.value = words;
    this.written = words;
  }

  /** A point without words: ask for its address, and whether the city looks after it. */
  async place(point, zoom) {
    this.wordsOfPoint = null;
    clearTimeout(this.timer);
    this.suggest([]);
    this.setPoint(point);
    this.showPin(point, zoom);
    const turn = this.nextTurn();
    const [latitude, longitude] = point;
    const answer = await this.ask(this.dataset.locate, { latitude, longitude });
    if (turn !== this.turn) return;
    if (answer && !answer.inside) {
      this.say(answer.text || this.dataset.textOutside, true);
      return;
    }
    const address = answer?.address ?? '';
    if (address || this.address.value === this.written) this.write(address);
    this.wordsOfPoint = address.split(',')[0].trim().toLowerCase();
    this.say(
      address ? this.dataset.textHere.replace('{address}', address) : this.dataset.textNowhere,
    );
  }

  coordinatesTyped() {
    if (this.point) this.place(this.point, this.closeUp);
    else this.removePin();
  }

  removePin() {
    this.pin?.remove();
    this.pin = null;
  }

  // --- searching -------------------------------------------------------------

  /** Words that go on from those of the point say more about it; others name another place. */
  typed() {
    const words = this.address.value.trim().toLowerCase();
    if (this.point && (this.wordsOfPoint === null || !words.startsWith(this.wordsOfPoint))) {
      this.setPoint(null);
      this.removePin();
      this.say('');
    }
    this.nextTurn();
    clearTimeout(this.timer);
    if (this.address.value.trim().length < 3) this.suggest([]);
    else this.timer = setTimeout(() => this.search(true), 350);
  }

  async search(quietly = false) {
    clearTimeout(this.timer);
    const words = this.address.value.trim();
    if (!words) return this.address.focus();
    if (!quietly) this.say(this.dataset.textSearching);
    const turn = this.nextTurn();
    const answer = await this.ask(this.dataset.search, { q: words });
    if (turn !== this.turn) return undefined;
    const places = answer?.places ?? [];
    this.suggest(places);
    if (places.length === 1) this.say(this.dataset.textFoundOne);
    else if (places.length) this.say(this.dataset.textFound.replace('{n}', places.length));
    else this.say(quietly ? '' : this.dataset.textNone);
    if (!quietly && places.length === 1) this.choose(places[0]);
    return undefined;
  }

  suggest(places) {
    const list = this.part('suggestions');
    list.hidden = places.length === 0;
    list.replaceChildren(
      ...places.map((place) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = place.label;
        button.addEventListener('click', () => this.choose(place));
        const item = document.createElement('li');
        item.append(button);
        return item;
      }),
    );
  }

  choose(place) {
    this.nextTurn();
    this.wordsOfPoint = null;
    this.write(place.label);
    this.setPoint([place.latitude, place.longitude]);
    this.showPin(this.point, this.closeUp);
    this.suggest([]);
    this.say(this.dataset.textHere.replace('{address}', place.label));
    this.address.focus();
  }

  // --- the device's position -------------------------------------------------

  offerPosition() {
    if (!navigator.geolocation || !window.isSecureContext) return;
    const part = this.part('locate');
    part.hidden = false;
    part.querySelector('button').addEventListener('click', () => {
      this.say(this.dataset.textLocating);
      const turn = this.nextTurn();
      navigator.geolocation.getCurrentPosition(
        async ({ coords }) => {
          if (turn !== this.turn) return;
          await this.place([coords.latitude, coords.longitude], this.closeUp ?? CLOSE);
          if (coords.accuracy > 100) this.addRoughness(coords.accuracy);
        },
        () => this.say(this.dataset.textDenied, true),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
      );
    });
  }

  addRoughness(metres) {
    const rough = this.dataset.textRough.replace('{metres}', Math.round(metres / 10) * 10);
    const status = this.part('status');
    this.say(`${status.textContent} ${rough}`, status.classList.contains('is-wrong'));
  }

  // --- asking the server -----------------------------------------------------

  /** Answers that arrive late must not overwrite newer ones. */
  nextTurn() {
    this.turn = (this.turn ?? 0) + 1;
    return this.turn;
  }

  async ask(address, query) {
    try {
      const response = await fetch(`${address}?${new URLSearchParams(query)}`);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }
}

customElements.define('anliegen-location-picker', LocationPicker);
