/* <anliegen-report-map config="id of a JSON script">: the map beside the list of public reports.

   Leaflet (window.L) must have been loaded; without it the element stays hidden and the list is
   all there is. Data comes tile by tile; what is too near to be told apart is joined here. */

import { joinNear } from "./nearby.js";

const TILE = 256;
const FRESH_MS = 60_000;
const CLUSTER_GAP = 56;
const POINT_GAP = 30;

class ReportMap extends HTMLElement {
  connectedCallback() {
    if (!window.L || this.map) return;
    this.config = JSON.parse(document.getElementById(this.getAttribute("config")).textContent);
    this.canvas = this.querySelector(".anliegen-map");
    this.shown = this.querySelector("[role=status]");
    this.tiles = new Map();
    this.markers = new Map();
    this.hidden = false;
    this.connectViewSwitch();
    this.createMap();
  }

  disconnectedCallback() {
    this.loading?.abort();
    this.map?.remove();
    this.map = null;
  }

  // --- the map ------------------------------------------------------------

  createMap() {
    const { background, labels, maxZoom } = this.config;
    const limits = {
      minZoom: background.min_zoom ?? 5,
      maxZoom: Math.min(maxZoom, background.max_zoom ?? 19),
    };
    this.map = L.map(this.canvas, { zoomControl: false, ...limits });
    this.map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut }).addTo(this.map);
    L.tileLayer(background.url, { attribution: background.attribution, ...limits }).addTo(this.map);
    this.map.on("moveend", () => this.update());
    this.map.on("popupclose", () => this.focusAgain());
    this.canvas.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.map.closePopup();
    });
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    this.resize();
  }

  resize() {
    if (!this.canvas.clientWidth) return; // the list is shown instead
    this.map.invalidateSize({ pan: false });
    if (this.placed) return;
    this.placed = true;
    const view = readView();
    if (view) this.map.setView(view.center, view.zoom);
    else this.map.fitBounds(this.config.frame, { animate: false });
  }

  keepView() {
    const { lat, lng } = this.map.getCenter();
    const view = `#map=${this.map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
    this.firstView ??= view;
    if (view !== this.firstView || readView()) history.replaceState(null, "", view);
  }

  connectViewSwitch() {
    const root = this.parentElement;
    const group = root.querySelector(".anliegen-viewswitch");
    if (!group) return;
    group.hidden = false;
    const show = (view) => {
      root.dataset.view = view;
      for (const button of group.children) {
        button.setAttribute("aria-pressed", String(button.dataset.view === view));
      }
    };
    group.addEventListener("click", ({ target }) => {
      if (target.dataset.view) show(target.dataset.view);
    });
    if (readView()) show("map");
  }

  // --- data ---------------------------------------------------------------

  async update() {
    this.loading?.abort();
    const loading = (this.loading = new AbortController());
    this.keepView();
    const zoom = this.map.getZoom();
    const wanted = this.visibleTiles(zoom);
    this.shown.textContent = this.config.labels.loading;
    const results = await Promise.allSettled(
      wanted.map(([x, y]) => this.tile(zoom, x, y, loading.signal)),
    );
    if (loading.signal.aborted) return;
    const tiles = results.filter((result) => result.status === "fulfilled").map((r) => r.value);
    const total = this.draw(tiles, zoom);
    this.shown.textContent = tiles.length < wanted.length ? this.config.labels.failed : this.count(total);
  }

  visibleTiles(zoom) {
    const { min, max } = this.map.getPixelBounds();
    const last = 2 ** zoom - 1;
    const clamp = (value) => Math.max(0, Math.min(last, Math.floor(value / TILE)));
    const found = [];
    for (let x = clamp(min.x); x <= clamp(max.x); x++) {
      for (let y = clamp(min.y); y <= clamp(max.y); y++) found.push([x, y]);
    }
    return found;
  }

  async tile(z, x, y, signal) {
    const url = L.Util.template(this.config.data, { z, x, y });
    const known = this.tiles.get(url);
    if (known && Date.now() - known.at < FRESH_MS) return known.tile;
    const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    const tile = await response.json();
    this.tiles.set(url, { at: Date.now(), tile });
    return tile;
  }

  count(total) {
    const { shown, none } = this.config.labels;
    return total ? fill(shown, total) : none;
  }

  // --- markers ------------------------------------------------------------

  draw(tiles, zoom) {
    const items = tiles.flatMap(itemsOf).map((item) => ({
      ...item,
      point: this.map.project([item.lat, item.lng], zoom),
    }));
    const gap = zoom >= this.config.pointsFrom ? POINT_GAP : CLUSTER_GAP;
    const drawn = new Map();
    for (const group of joinNear(items, gap)) {
      const key = `${zoom}:${group.lat},${group.lng},${group.n}`;
      drawn.set(key, this.markers.get(key) ?? this.addMarker(group));
    }
    let lost = null;
    for (const [key, marker] of this.markers) {
      if (drawn.has(key)) continue;
      if (marker.getElement()?.contains(document.activeElement)) lost = marker.getLatLng();
      marker.remove();
    }
    this.markers = drawn;
    this.focusNear(this.focusNext ?? lost);
    this.focusNext = null;
    return items.reduce((sum, item) => sum + item.n, 0);
  }

  addMarker(group) {
    const single = isSingle(group);
    const button = single ? this.pinButton(group) : this.clusterButton(group);
    const size = single ? 30 : 40 + 6 * Math.floor(Math.log10(group.n));
    const marker = L.marker([group.lat, group.lng], {
      icon: new ButtonIcon({
        button,
        iconSize: [size, size],
        iconAnchor: single ? [size / 2, size * 1.2] : [size / 2, size / 2],
        className: button.className,
      }),
      keyboard: false, // a button has a keyboard of its own
      riseOnHover: true,
    });
    marker.on("click", () => this.open(group, marker));
    return marker.addTo(this.map);
  }

  pinButton(group) {
    const [report] = group.reports;
    const look = this.config.looks[report.status];
    const button = element("button", `anliegen-marker anliegen-tone--${look.tone}`);
    button.type = "button";
    const words = [report.category, report.place, look.words].filter(Boolean).join(", ");
    button.setAttribute("aria-label", words);
    button.append(element("span", "", look.shape));
    return button;
  }

  clusterButton(group) {
    const button = element("button", "anliegen-cluster");
    button.type = "button";
    const { lone, cluster, stack } = this.config.labels;
    const many = this.canZoomInto(group) ? cluster : stack;
    button.setAttribute("aria-label", group.n === 1 ? lone : fill(many, group.n));
    button.append(element("span", "", fill("{n}", group.n)));
    const mix = element("span", "anliegen-cluster__mix");
    for (const tone of ["red", "violet", "amber", "blue", "green", "grey"]) {
      if (!group.tones[tone]) continue;
      const part = element("span", `anliegen-tone--${tone}`);
      part.style.flexGrow = group.tones[tone];
      mix.append(part);
    }
    button.append(mix);
    return button;
  }

  canZoomInto(group) {
    return this.map.getZoom() < this.map.getMaxZoom() || !group.reports.length;
  }

  open(group, marker) {
    if (this.canZoomInto(group) && !isSingle(group)) {
      this.focusNext = marker.getLatLng();
      const zoom = this.map.getZoom();
      this.map.setView([group.lat, group.lng], Math.min(this.map.getMaxZoom(), zoom + 2));
      return;
    }
    const popup = L.popup({ offset: [0, group.n > 1 ? -10 : -28], minWidth: 200, maxWidth: 280 })
      .setLatLng(marker.getLatLng())
      .setContent(this.cards(group))
      .openOn(this.map);
    this.opener = marker;
    // The popup before this one may still be fading out, so ask this one.
    const frame = popup.getElement();
    frame.querySelector("[role=button]")?.setAttribute("aria-label", this.config.labels.close);
    frame.querySelector("a[href]:not([role])")?.focus({ preventScroll: true });
  }

  cards(group) {
    const list = element("ul", "anliegen-popup");
    for (const report of group.reports) {
      const look = this.config.looks[report.status];
      const link = element("a", "", report.category);
      link.href = this.config.report.replace("REFERENCE", encodeURIComponent(report.reference));
      if (report.place) link.append(" ", element("span", "anliegen-popup__place", report.place));
      const badge = element("span", `anliegen-status anliegen-tone--${look.tone}`);
      const shape = element("span", "", look.shape);
      shape.setAttribute("aria-hidden", "true");
      badge.append(shape, ` ${look.words}`);
      const item = element("li");
      item.append(link, badge);
      list.append(item);
    }
    return list;
  }

  // --- focus --------------------------------------------------------------

  focusAgain() {
    this.opener?.getElement()?.focus({ preventScroll: true });
    this.opener = null;
  }

  /* Whoever opened a cluster with the keyboard goes on at what appears in its place. */
  focusNear(place) {
    if (!place) return;
    let nearest = null;
    for (const marker of this.markers.values()) {
      const distance = this.map.distance(place, marker.getLatLng());
      if (!nearest || distance < nearest.distance) nearest = { marker, distance };
    }
    (nearest?.marker.getElement() ?? this.canvas).focus({ preventScroll: true });
  }
}

const ButtonIcon = window.L?.DivIcon.extend({
  createIcon() {
    this._setIconStyles(this.options.button, "icon");
    return this.options.button;
  },
});

function isSingle(group) {
  return group.n === 1 && group.reports.length === 1;
}

function itemsOf(tile) {
  if (tile.kind === "groups") {
    return tile.n.map((n, i) => ({
      n,
      lat: tile.lat[i],
      lng: tile.lng[i],
      tones: Object.fromEntries(Object.entries(tile.tones).map(([tone, all]) => [tone, all[i]])),
      reports: [],
    }));
  }
  return tile.reference.map((reference, i) => ({
    n: 1,
    lat: tile.lat[i],
    lng: tile.lng[i],
    tones: { [tile.tones[tile.status[i]]]: 1 },
    reports: [
      {
        reference,
        status: tile.statuses[tile.status[i]],
        category: tile.categories[tile.category[i]],
        place: tile.place[i],
      },
    ],
  }));
}

function element(name, className = "", text = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== "") node.textContent = text;
  return node;
}

function fill(words, number) {
  return words.replace("{n}", number.toLocaleString(document.documentElement.lang || undefined));
}

/* A view that somebody chose stands in the address (#map=14/51.68/7.82), so it can be shared. */
function readView() {
  const match = location.hash.match(/^#map=(\d{1,2})\/(-?[\d.]+)\/(-?[\d.]+)$/);
  return match && { zoom: Number(match[1]), center: [Number(match[2]), Number(match[3])] };
}

customElements.define("anliegen-report-map", ReportMap);
