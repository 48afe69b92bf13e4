// The living garden on a canvas: people in their teams, the formal chart and the social web.
// A plain module without a framework; it asks nobody for anything.
//
//   import { Garden } from "./garden.js";
//   const garden = new Garden(canvas, { dark: false, onPerson: (name) => {}, onTie: (a, b) => {} });
//   garden.setLayout(layout); garden.draw(frame); garden.fade(0.5);
//
// Beds, chart and ties are drawn into canvases of their own when they change, and copied; only
// people, marks and what is pointed at are drawn for each picture. Without movement nothing is.

import { drawBeds, drawPeopleNames } from "./beds.js";
import { listen } from "./listening.js";
import { drawMarks, drawStill, marksOf } from "./marks.js";
import { drawNote } from "./notes.js";
import { themeOf } from "./palette.js";
import { Plants } from "./plants.js";
import { Replay } from "./replaying.js";
import { called, personWords, summaryOf, tieWords, WORDS } from "./telling.js";
import { View } from "./view.js";
import { drawChart, drawTie, drawTies, tiesOf } from "./webs.js";

const MARKS_LAST = 1400; // Milliseconds that the marks of a week take, unless weeks go faster.
const CHANGE_LASTS = 700; // Milliseconds in which somebody grows or fades.
const NAMES_FROM = 16; // Radius of a person in pixels from which names are written.

export class Garden {
  constructor(canvas, options = {}) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.words = { ...WORDS, ...(options.words ?? {}) };
    this.onPerson = options.onPerson ?? (() => {});
    this.onTie = options.onTie ?? (() => {});
    this.onPoint = options.onPoint ?? (() => {});
    this.still = options.reducedMotion
      ?? window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.theme = themeOf(options.dark ?? false);
    this.showsMarks = options.marks ?? true;
    this.mix = 1;
    this.layout = this.frame = this.view = null;
    this.ties = this.marks = this.leavers = [];
    this.since = new Map();
    this.pointed = { seat: -1, tie: null };
    this.markTime = MARKS_LAST;
    this.pictures = 0;
    this.ears = listen(this);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(canvas);
    this.resize();
  }

  // -- what to show ------------------------------------------------------------

  setLayout(layout) {
    const before = this.view && this.layout ? this.places : null;
    this.layout = layout;
    this.leaders = new Set(layout.boss.filter((boss) => boss >= 0));
    this.refit(before);
  }

  // Another garden: nobody of the one before is on the way out, or on the way here.
  begin(layout) {
    this.frame = this.layout = null;
    this.leavers = [];
    this.since.clear();
    this.pointed = { seat: -1, tie: null };
    this.setLayout(layout);
  }

  draw(frame) {
    if (frame.layout) this.setLayout(frame.layout);
    if (!this.layout) throw new Error("setLayout comes before draw.");
    const now = performance.now();
    if (this.frame) this.noteChanges(this.frame, frame, now);
    this.frame = frame;
    this.ties = tiesOf(frame);
    this.marks = this.showsMarks ? marksOf(frame) : [];
    this.drawnAt = now;
    this.dropPointed();
    this.ears.tell(summaryOf(this.layout, frame, this.words));
    this.stale = { web: true, chart: true };
    this.wake();
  }

  fade(mix) {
    this.mix = Math.min(1, Math.max(0, Number(mix) || 0));
    this.wake();
  }

  setTheme({ dark }) {
    this.theme = themeOf(dark);
    this.refit(null);
  }

  setReducedMotion(still) {
    this.still = still;
    this.wake();
  }

  setWords(words) {
    this.words = { ...this.words, ...words };
    this.ears.label();
    if (this.frame) this.ears.tell(this.describe());
  }

  // How long the marks of a week may take, when weeks come faster than they would.
  setPace(weeksPerSecond) {
    this.markTime = Math.min(MARKS_LAST, 950 / Math.max(0.1, weeksPerSecond));
  }

  replay(frames, options = {}) {
    return new Replay(this, frames, options);
  }

  describe() {
    if (!this.frame) return this.words.empty;
    return summaryOf(this.layout, this.frame, this.words);
  }

  destroy() {
    this.observer.disconnect();
    this.ears.stop();
    cancelAnimationFrame(this.waiting);
    this.gone = true;
  }

  // -- what there is -----------------------------------------------------------

  leads(seat) {
    return this.leaders.has(seat);
  }

  lookOf(seat) {
    const { trust, age } = this.frame;
    return { trust: trust[seat], leads: this.leads(seat), isNew: age[seat] < 0 };
  }

  tiesWith(seat) {
    return this.ties.filter((tie) => tie.a === seat || tie.b === seat).reverse();
  }

  // -- sizes and layers --------------------------------------------------------

  resize() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(box.width));
    const height = Math.max(1, Math.round(box.height));
    if (this.width === width && this.height === height && this.ratio === ratio) return;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.refit(null);
  }

  refit(before) {
    if (!this.layout) return;
    this.view = new View(this.layout, this.width, this.height);
    this.targets = this.layout.places.map((place) => this.view.at(place));
    this.origins = !this.still && before ? before : null;
    this.movedAt = performance.now();
    this.places = this.targets;
    this.plants = new Plants(this.theme, this.view.radius, this.ratio);
    this.layers = {};
    this.stale = { beds: true, chart: true, web: true };
    this.wake();
  }

  layer(name, paint) {
    if (!this.layers[name] || this.stale[name]) {
      const picture = this.layers[name] ?? new OffscreenCanvas(this.canvas.width, this.canvas.height);
      const context = picture.getContext("2d");
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      context.clearRect(0, 0, this.width, this.height);
      paint(context);
      this.layers[name] = picture;
      this.stale[name] = false;
    }
    return this.layers[name];
  }

  // -- who comes and goes ------------------------------------------------------

  noteChanges(before, after, now) {
    this.leavers = [];
    before.names.forEach((name, seat) => {
      // In a replay that goes back, the layout may have no place for who comes only later.
      if (!name || after.names[seat] === name || !this.places[seat]) return;
      this.leavers.push({ name, look: this.lookOf(seat), place: this.places[seat], at: now });
    });
    after.names.forEach((name, seat) => {
      if (name && before.names[seat] !== name) this.since.set(seat, now);
    });
  }

  dropPointed() {
    const { seat, tie } = this.pointed;
    if (seat >= 0 && !this.frame.names[seat]) this.pointed.seat = -1;
    if (tie) {
      this.pointed.tie = this.ties.find((one) => one.a === tie.a && one.b === tie.b) ?? null;
    }
  }

  // -- painting ----------------------------------------------------------------

  wake() {
    if (this.waiting || this.gone || !this.frame || !this.view) return;
    this.waiting = requestAnimationFrame((now) => {
      this.waiting = 0;
      if (this.paint(now)) this.wake();
    });
  }

  // Paint one picture; true if something still moves.
  paint(now) {
    const { context } = this;
    this.pictures += 1;
    const moving = this.move(now);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = this.theme.page;
    context.fillRect(0, 0, this.width, this.height);
    this.paintLayers(moving);
    const growing = this.paintPeople(now);
    const marking = this.paintMarks(now);
    this.paintPointed();
    return moving || growing || marking;
  }

  // Where everybody is on the way to a new layout.
  move(now) {
    if (!this.origins) return false;
    const share = Math.min(1, (now - this.movedAt) / CHANGE_LASTS);
    const eased = 1 - (1 - share) ** 3;
    this.places = this.targets.map((to, k) => {
      const from = this.origins[k] ?? to;
      return [0, 1].map((i) => from[i] + (to[i] - from[i]) * eased);
    });
    this.stale.chart = this.stale.web = true;
    if (share < 1) return true;
    this.origins = null;
    this.places = this.targets;
    return true;
  }

  paintLayers() {
    const { layout, view, theme, mix } = this;
    const here = this.herePlaces();
    const beds = this.layer("beds", (c) => drawBeds(c, layout, view, theme));
    this.copy(beds, 1);
    if (mix < 1) {
      this.copy(this.layer("chart", (c) => drawChart(c, layout, here, view, theme)), 1 - mix);
    }
    if (mix > 0) {
      const crowd = here.length > 200 ? 0.75 : 0.9;
      const web = this.layer("web", (c) => drawTies(c, this.ties, here, view, theme, crowd));
      this.copy(web, mix * (this.pointed.seat >= 0 || this.pointed.tie ? 0.25 : 1));
    }
  }

  copy(picture, strength) {
    this.context.globalAlpha = strength;
    this.context.drawImage(picture, 0, 0, this.width, this.height);
    this.context.globalAlpha = 1;
  }

  herePlaces() {
    return this.places.map((place, seat) => (this.frame.names[seat] ? place : null));
  }

  paintPeople(now) {
    let growing = false;
    const labels = [];
    this.herePlaces().forEach((place, seat) => {
      if (!place) return;
      const share = this.shareOf(this.since.get(seat), now);
      if (share < 1) growing = true;
      else this.since.delete(seat);
      this.plants.draw(this.context, place[0], place[1], this.lookOf(seat), 0.2 + 0.8 * share);
      const name = called(this.frame.names[seat], this.words);
      labels.push([name, place[0], place[1], this.leads(seat)]);
    });
    if (this.view.radius >= NAMES_FROM) {
      drawPeopleNames(this.context, labels, this.view, this.theme);
    }
    return this.paintLeavers(now) || growing;
  }

  paintLeavers(now) {
    this.leavers = this.leavers.filter((leaver) => this.shareOf(leaver.at, now) < 1);
    for (const { place, look, at } of this.leavers) {
      const share = this.shareOf(at, now);
      this.context.globalAlpha = 1 - share;
      this.plants.draw(this.context, place[0], place[1] + share * this.view.radius, look, 1);
    }
    this.context.globalAlpha = 1;
    return this.leavers.length > 0;
  }

  shareOf(start, now) {
    if (start === undefined || this.still) return 1;
    return Math.min(1, Math.max(0, now - start) / CHANGE_LASTS);
  }

  paintMarks(now) {
    if (!this.marks.length) return false;
    const here = this.herePlaces();
    if (this.still) {
      drawStill(this.context, this.marks, here, this.view, this.theme);
      return false;
    }
    const moment = (now - this.drawnAt) / this.markTime;
    this.marksSeen = drawMarks(this.context, this.marks, moment, here, this.view, this.theme);
    return moment < 1;
  }

  // -- what is pointed at ------------------------------------------------------

  point(seat, tie = null) {
    if (seat === this.pointed.seat && tie === this.pointed.tie) return;
    this.pointed = { seat, tie };
    const name = seat >= 0 ? this.frame.names[seat] : null;
    this.onPoint(name, tie ? [this.frame.names[tie.a], this.frame.names[tie.b]] : null);
    this.wake();
  }

  pointedWords() {
    const { seat, tie } = this.pointed;
    if (tie) return tieWords(this, tie);
    return seat >= 0 ? personWords(this, seat) : "";
  }

  open() {
    const { seat, tie } = this.pointed;
    if (tie) this.onTie(this.frame.names[tie.a], this.frame.names[tie.b]);
    else if (seat >= 0) this.onPerson(this.frame.names[seat]);
  }

  paintPointed() {
    const { seat, tie } = this.pointed;
    if (seat < 0 && !tie) return;
    const here = this.herePlaces();
    const { context, view, theme } = this;
    const shown = tie ? [tie] : this.tiesWith(seat);
    for (const one of shown) {
      if (here[one.a] && here[one.b]) drawTie(context, one, here, view, theme, 1.6);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    const ends = new Set(shown.flatMap((one) => [one.a, one.b]));
    if (seat >= 0) ends.add(seat);
    for (const end of ends) {
      if (here[end]) this.plants.draw(context, here[end][0], here[end][1], this.lookOf(end));
    }
    const marked = tie ? [tie.a, tie.b] : [seat];
    for (const end of marked) this.paintHalo(here[end]);
    const [x, y] = here[marked[0]];
    // Away from the middle of the bed, so that the note hides as few neighbours as can be.
    const low = y > this.view.at(this.layout.centres[this.layout.bed[marked[0]]])[1] + 2;
    drawNote(context, this.pointedWords(), [x, y], low, this);
  }

  paintHalo(place) {
    const { context, view } = this;
    context.beginPath();
    context.arc(place[0], place[1], Math.max(8, view.radius * 1.5), 0, 2 * Math.PI);
    context.strokeStyle = this.theme.halo;
    context.lineWidth = 2.5;
    context.stroke();
  }
}
