// People as plants, drawn once for each look and then copied: a flower whose petals open with the
// trust it receives, a ring round who leads, a sprout for who is new. Small ones are plain discs.

import { STEPS, stepOf } from "./palette.js";

const PETALS = 6;
const PLAIN_BELOW = 6.5; // Radius in pixels under which petals would only be noise.
const ROOM = 1.75; // Half a picture's side, to the radius of a person.

export class Plants {
  constructor(theme, radius, ratio) {
    this.theme = theme;
    this.radius = radius;
    this.ratio = ratio;
    this.kept = new Map();
  }

  // Draw one person at a place of the page; `size` from 0 to 1 while growing or fading.
  draw(context, x, y, look, size = 1) {
    const picture = this.pictureOf(look);
    const half = ROOM * this.radius * size * (look.leads ? 1.25 : 1);
    context.drawImage(picture, x - half, y - half, 2 * half, 2 * half);
  }

  pictureOf(look) {
    const step = stepOf(look.trust);
    const key = `${step}|${look.leads ? 1 : 0}|${look.isNew ? 1 : 0}`;
    let picture = this.kept.get(key);
    if (!picture) {
      picture = this.painted(step, look);
      this.kept.set(key, picture);
    }
    return picture;
  }

  painted(step, look) {
    const scale = look.leads ? 1.25 : 1;
    const side = Math.max(4, Math.ceil(2 * ROOM * this.radius * this.ratio * scale));
    const picture = new OffscreenCanvas(side, side);
    const context = picture.getContext("2d");
    context.translate(side / 2, side / 2);
    context.scale(this.ratio * scale, this.ratio * scale);
    const colour = step < 0 ? this.theme.unknown : this.theme.ramp[step];
    const open = step < 0 ? 0.3 : step / (STEPS - 1);
    if (look.leads) this.ring(context);
    if (look.isNew) this.sprout(context);
    else if (this.radius < PLAIN_BELOW) this.disc(context, colour, open);
    else this.flower(context, colour, open);
    return picture;
  }

  ring(context) {
    context.beginPath();
    context.arc(0, 0, this.radius * 1.2, 0, 2 * Math.PI);
    context.strokeStyle = this.theme.muted;
    context.lineWidth = Math.max(1, this.radius * 0.07);
    context.stroke();
  }

  disc(context, colour, open) {
    context.beginPath();
    context.arc(0, 0, this.radius * (0.72 + 0.24 * open), 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }

  flower(context, colour, open) {
    const r = this.radius;
    const reach = r * (0.42 + 0.13 * open);
    const length = r * (0.38 + 0.12 * open);
    const width = r * (0.24 + 0.12 * open);
    context.fillStyle = colour;
    for (let k = 0; k < PETALS; k++) {
      context.save();
      context.rotate((2 * Math.PI * k) / PETALS);
      context.beginPath();
      context.ellipse(reach, 0, length, width, 0, 0, 2 * Math.PI);
      context.fill();
      context.restore();
    }
    context.beginPath();
    context.arc(0, 0, r * 0.5, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    context.arc(0, 0, r * 0.2, 0, 2 * Math.PI);
    context.fillStyle = this.theme.heart;
    context.fill();
  }

  sprout(context) {
    const r = this.radius;
    context.strokeStyle = context.fillStyle = this.theme.sprout;
    context.lineWidth = Math.max(1.4, r * 0.17);
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(0, r * 0.85);
    context.lineTo(0, -r * 0.05);
    context.stroke();
    for (const side of [-1, 1]) {
      context.save();
      context.translate(0, -r * 0.05);
      context.rotate(side * 0.75);
      context.beginPath();
      context.ellipse(side * r * 0.42, 0, r * 0.46, r * 0.22, 0, 0, 2 * Math.PI);
      context.fill();
      context.restore();
    }
  }
}
