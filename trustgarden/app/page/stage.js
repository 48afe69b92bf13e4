// The gardens side by side, and their lines beneath: what the room looks at.

import { Garden } from "/trustgarden/canvas/garden.js";
import { Lines } from "/trustgarden/canvas/lines.js";

const WRITTEN_IN = "input, select, textarea, [contenteditable]";
const PRESSED = "a, button, summary, [role=tab], [role=radio], [role=checkbox], [role=switch], [role=option]";

export default {
  template: `
    <div class="tg-stage">
      <div class="tg-gardens">
        <section v-for="side in sides" :key="side" class="tg-garden" :aria-label="names[side]">
          <h2 :class="side ? 'tg-right' : 'tg-left'">{{ names[side] }}</h2>
          <div class="tg-canvas"><canvas :ref="'garden' + side"></canvas></div>
        </section>
      </div>
      <div class="tg-lines"><canvas ref="lines"></canvas></div>
    </div>`,
  props: { words: Object, names: Array, dark: Boolean, still: Boolean },
  computed: { sides() { return this.names.map((_, side) => side); } },
  mounted() {
    this.gardens = [];
    this.lines = new Lines(this.$refs.lines, {
      words: this.words.lines, dark: this.dark, onDrawn: (points) => this.$emit("drawn", points),
    });
    this.meet();
    // A key that something else has answered, or will, is none of ours: who turns to a tab by the
    // space bar does not want to play as well.
    this.heard = (event) => {
      const { key, target } = event;
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey
        || ![" ", "n", "b"].includes(key) || target.closest(WRITTEN_IN) || target.closest(".q-dialog")
        || (key === " " && target.closest(PRESSED))) return;
      event.preventDefault();
      this.$emit("pressed", key);
    };
    document.addEventListener("keydown", this.heard);
    this.$emit("ready");
  },
  updated() { this.meet(); },
  watch: {
    dark(dark) { for (const one of [...this.gardens, this.lines]) one.setTheme({ dark }); },
    still(still) { for (const one of this.gardens) one.setReducedMotion(still); },
    words(words) {
      for (const one of this.gardens) one.setWords(words.garden);
      this.lines.setWords(words.lines);
    },
  },
  beforeUnmount() {
    document.removeEventListener("keydown", this.heard);
    for (const one of [...this.gardens, this.lines]) one.destroy();
  },
  methods: {
    // Gardens for the canvases that are there now.
    meet() {
      while (this.gardens.length > this.names.length) this.gardens.pop().destroy();
      for (let side = this.gardens.length; side < this.names.length; side++) {
        const canvas = [this.$refs["garden" + side]].flat()[0];
        if (!canvas) return;
        this.gardens.push(new Garden(canvas, {
          words: this.words.garden, dark: this.dark, reducedMotion: this.still || undefined,
          onPerson: (name) => this.$emit("person", { side, name }),
          onTie: (a, b) => this.$emit("tie", { side, a, b }),
        }));
        this.gardens[side].fade(this.mix ?? 1);
        this.gardens[side].setPace(this.pace ?? 1);
      }
    },
    // Everything of a week; answers when it is on the screen, so that no week waits in a queue.
    show({ gardens, lines }) {
      this.meet();
      gardens?.forEach(({ layout, frame }, side) => {
        const garden = this.gardens[side];
        if (!garden) return;
        if (layout) garden.begin(layout);
        garden.draw(frame);
      });
      if (lines) this.lines.set(lines);
      return new Promise((done) => {
        const asleep = setTimeout(() => done(false), 400);
        requestAnimationFrame(() => { clearTimeout(asleep); done(true); });
      });
    },
    fade(mix) { this.mix = mix; for (const one of this.gardens) one.fade(mix); },
    setPace(pace) { this.pace = pace; for (const one of this.gardens) one.setPace(pace); },
    // Where the room should look now: the gardens, or the lines.
    point(what) {
      const place = this.$el.querySelector(what === "chart" ? ".tg-lines" : ".tg-gardens");
      place.classList.add("tg-pointed");
      place.scrollIntoView({ block: "nearest" });
      setTimeout(() => place.classList.remove("tg-pointed"), 2500);
    },
    ask(what) { this.lines.ask(what); },
    stopAsking() { this.lines.stop(); },
    pictures() { return this.gardens.map((one) => one.pictures); },
    described() { return this.gardens.map((one) => one.describe()); },
  },
};
