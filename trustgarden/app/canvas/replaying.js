// A recorded run, shown again without a server.

export class Replay {
  constructor(garden, frames, { weeksPerSecond = 2, onWeek = () => {}, onEnd = () => {} } = {}) {
    Object.assign(this, { garden, frames, onWeek, onEnd });
    this.place = 0;
    this.playing = false;
    this.setSpeed(weeksPerSecond);
    if (frames.length) this.seek(0);
  }

  setSpeed(weeksPerSecond) {
    this.weeksPerSecond = Math.min(30, Math.max(0.2, Number(weeksPerSecond) || 2));
    this.garden.setPace(this.weeksPerSecond);
    if (this.playing) this.schedule();
  }

  seek(place) {
    this.place = Math.min(this.frames.length - 1, Math.max(0, Math.round(place)));
    const frame = this.frames[this.place];
    // Where the chart changes on the way, each frame stands for the layout of its own time.
    const layout = this.layoutAt(this.place);
    if (layout && layout !== this.garden.layout) this.garden.setLayout(layout);
    this.garden.draw({ ...frame, layout: undefined });
    this.onWeek(frame.week, this.place);
  }

  layoutAt(place) {
    this.original ??= this.garden.layout;
    for (let k = place; k >= 0; k--) {
      if (this.frames[k].layout) return this.frames[k].layout;
    }
    return this.original;
  }

  play() {
    if (this.place >= this.frames.length - 1) this.seek(0);
    this.playing = true;
    this.schedule();
  }

  pause() {
    this.playing = false;
    clearInterval(this.clock);
  }

  schedule() {
    clearInterval(this.clock);
    this.clock = setInterval(() => this.next(), 1000 / this.weeksPerSecond);
  }

  next() {
    if (this.place < this.frames.length - 1) this.seek(this.place + 1);
    if (this.place >= this.frames.length - 1) {
      this.pause();
      this.onEnd();
    }
  }
}
