// What a measure did, week by week, of one garden or of twins; and what the room had bet.
// A plain module, like the garden beside it.
//
//   const lines = new Lines(canvas, { dark, words, onDrawn: (points) => {} });
//   lines.set({ week, until, left: [...], right: [...], difference: [...], givenUp: [[...]],
//               bets: [{ name, points: [[week, value], ...] }], names: ["...", "..."], unit: 0.01 });
//   lines.ask({ from, to, start });   // one draws a curve, by pointer or by arrow keys
//   lines.answer();                   // what was drawn so far; lines.stop() ends the asking

import { hidden } from "./hiding.js";
import { themeOf } from "./palette.js";
import { filled } from "./telling.js";

const EDGE = { left: 46, right: 96, top: 22, bottom: 24 };
const WORDS = {
  label: "{measure}, week by week",
  told: "{measure} in week {week}: {values}.",
  difference: "difference",
  drawing: "Left and right arrow choose a week, up and down draw the line.",
  point: "week {week}: {value}",
};
const COLOURS = {
  light: { left: "#1f4e86", right: "#b3541e", bet: "#6b5aa8" },
  dark: { left: "#8fc0f5", right: "#f2a06b", bet: "#c3b5f5" },
};

export class Lines {
  constructor(canvas, options = {}) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.words = { ...WORDS, ...(options.words ?? {}) };
    this.onDrawn = options.onDrawn ?? (() => {});
    this.given = { week: 0, until: 26, left: [], right: [], difference: [], givenUp: [], bets: [], names: [] };
    this.asked = null;
    this.told = hidden("p");
    this.told.setAttribute("aria-live", "off");
    canvas.after(this.told);
    canvas.setAttribute("role", "img");
    this.observer = new ResizeObserver(() => this.wake());
    this.observer.observe(canvas);
    this.heard = listening(this);
    this.setTheme({ dark: options.dark ?? false });
  }

  setTheme({ dark }) {
    this.theme = themeOf(dark);
    this.colours = dark ? COLOURS.dark : COLOURS.light;
    this.wake();
  }

  setWords(words) {
    this.words = { ...this.words, ...words };
    this.tell();
  }

  set(given) {
    this.given = { ...this.given, ...given };
    this.tell();
    this.wake();
  }

  // -- asking for a line ---------------------------------------------------------

  ask({ from, to, start }) {
    this.asked = { from, to, at: from, values: new Map([[from, start]]) };
    this.canvas.setAttribute("role", "application");
    this.canvas.tabIndex = 0;
    this.canvas.classList.add("asked");
    this.tell();
    this.wake();
  }

  stop() {
    this.asked = null;
    this.canvas.setAttribute("role", "img");
    this.canvas.removeAttribute("tabindex");
    this.canvas.classList.remove("asked");
    this.tell();
    this.wake();
  }

  answer() {
    if (!this.asked || this.asked.values.size < 2) return [];
    return [...this.asked.values.entries()].sort((a, b) => a[0] - b[0])
      .map(([week, value]) => [week, Math.round(value * 1000) / 1000]);
  }

  drawTo(week, value) {
    const { asked } = this;
    const at = Math.round(Math.min(asked.to, Math.max(asked.from + 1, week)));
    // Weeks that were passed over quickly lie on the way.
    if (this.dragging && this.last !== undefined && Math.abs(this.last - at) > 1) {
      const from = asked.values.get(this.last);
      const step = Math.sign(at - this.last);
      for (let k = this.last + step; k !== at; k += step) {
        if (k > asked.from) {
          asked.values.set(k, from + ((value - from) * (k - this.last)) / (at - this.last));
        }
      }
    }
    const { low, high } = this.scale();
    asked.values.set(at, Math.min(high, Math.max(low, value)));
    asked.at = at;
    this.last = at;
    this.tell();
    this.wake();
  }

  // -- telling -------------------------------------------------------------------

  tell() {
    const { given, words, asked } = this;
    const measure = given.measure ?? "";
    const label = filled(words.label, { measure });
    this.canvas.setAttribute("aria-label", asked ? `${label}. ${words.drawing}` : label);
    const values = [given.left, given.right].flatMap((line, k) => (line?.length > given.week
      ? [`${given.names[k] ?? ""} ${line[given.week].toFixed(2)}`.trim()] : []));
    const value = asked?.values.get(asked.at);
    this.told.textContent = asked && value !== undefined
      ? filled(words.point, { week: asked.at, value: value.toFixed(2) })
      : filled(words.told, { measure, week: given.week, values: values.join(", ") });
    this.told.setAttribute("aria-live", asked ? "polite" : "off");
  }

  // -- drawing -------------------------------------------------------------------

  wake() {
    if (this.waiting || this.gone) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.paint();
    });
  }

  scale() {
    const { given, asked } = this;
    const all = [given.left, given.right, ...given.givenUp, ...given.bets.map((bet) =>
      bet.points.map(([, value]) => value)), asked ? [...asked.values.values()] : []].flat();
    const known = all.filter((value) => Number.isFinite(value));
    let low = Math.min(...known, Infinity);
    let high = Math.max(...known, -Infinity);
    if (!Number.isFinite(low)) [low, high] = [0, 1];
    const share = high <= 1.0001 && low >= -0.0001;
    // Room to move, so that noise does not look like news; and to draw in.
    const least = share ? (asked ? 0.3 : 0.16) : Math.max(1, 0.3 * Math.abs(high));
    const middle = (low + high) / 2;
    const half = Math.max((high - low) * 0.58, least / 2);
    return share
      ? { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
      : { low: Math.min(0, low), high: middle + half };
  }

  frame() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.max(1, box.width), Math.max(1, box.height)];
    if (this.canvas.width !== Math.round(width * ratio)
        || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const below = this.given.difference.length ? Math.min(62, height * 0.3) : 0;
    const { low, high } = this.scale();
    const right = width - EDGE.right;
    const bottom = height - EDGE.bottom - below;
    const until = Math.max(1, this.given.until, this.asked?.to ?? 0);
    this.map = {
      width, height, bottom, right, until, low, high, below,
      x: (week) => EDGE.left + ((right - EDGE.left) * week) / until,
      y: (value) => bottom - ((bottom - EDGE.top) * (value - low)) / (high - low || 1),
    };
    return this.map;
  }

  paint() {
    const map = this.frame();
    const { context, theme } = this;
    context.fillStyle = theme.page;
    context.fillRect(0, 0, map.width, map.height);
    this.axes(map);
    const { given } = this;
    for (const line of given.givenUp) this.curve(points(line), theme.muted, 1.2, [2, 3], map);
    for (const bet of given.bets) this.curve(bet.points, this.colours.bet, 1.4, [6, 4], map);
    this.curve(points(given.left), this.colours.left, 2.6, [], map);
    this.curve(points(given.right), this.colours.right, 2.6, [7, 3], map);
    if (this.asked) this.curve(this.answer(), this.colours.bet, 3, [], map);
    if (this.asked) this.handle(map);
    this.labels(map);
    if (map.below) this.lower(map);
  }

  axes(map) {
    const { context, theme } = this;
    context.font = "12px system-ui, sans-serif";
    context.lineWidth = 1;
    context.textBaseline = "middle";
    for (const value of ticks(map.low, map.high)) {
      const y = map.y(value);
      rule(context, EDGE.left, y, map.right, y, theme.bedEdge);
      context.fillStyle = theme.muted;
      context.textAlign = "right";
      context.fillText(map.high - map.low > 4 ? value.toFixed(0) : value.toFixed(2), EDGE.left - 6, y);
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    const step = [1, 2, 4, 13, 26, 52, 104].find((one) => map.until / one <= 9) ?? 104;
    for (let week = 0; week <= map.until; week += step) {
      context.fillStyle = theme.muted;
      context.fillText(String(week), map.x(week), map.height - EDGE.bottom + 6);
    }
    context.textAlign = "right";
    context.font = "600 12px system-ui, sans-serif";
    context.fillText(this.given.measure ?? "", map.width - 12, 4);
    const x = map.x(this.given.week);
    rule(context, x, EDGE.top, x, map.height - EDGE.bottom, theme.muted);
  }

  curve(line, colour, width, dash, map) {
    if (line.length < 2) return;
    const { context } = this;
    context.beginPath();
    line.forEach(([week, value], k) => {
      if (k) context.lineTo(map.x(week), map.y(value));
      else context.moveTo(map.x(week), map.y(value));
    });
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  handle(map) {
    const { context, asked } = this;
    const value = asked.values.get(asked.at) ?? this.nearestValue(asked.at);
    context.beginPath();
    context.arc(map.x(asked.at), map.y(value), 6, 0, 2 * Math.PI);
    context.fillStyle = this.colours.bet;
    context.fill();
  }

  nearestValue(week) {
    const known = [...this.asked.values.entries()];
    known.sort((a, b) => Math.abs(a[0] - week) - Math.abs(b[0] - week));
    return known[0][1];
  }

  // Names at the ends of the lines, pushed apart.
  labels(map) {
    const { context, given, colours } = this;
    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "left";
    context.textBaseline = "middle";
    const ends = [[given.left, colours.left], [given.right, colours.right]].flatMap(([line, colour], k) => {
      if (!line?.length) return [];
      const last = line.length - 1;
      return [{ x: map.x(last), y: map.y(line[last]), colour,
        text: `${line[last].toFixed(map.high - map.low > 4 ? 1 : 2)} ${given.names[k] ?? ""}` }];
    });
    ends.sort((a, b) => a.y - b.y);
    ends.forEach((end, k) => {
      if (k && end.y - ends[k - 1].y < 15) end.y = ends[k - 1].y + 15;
      context.fillStyle = end.colour;
      const x = Math.min(end.x + 6, map.width - EDGE.right + 6);
      context.fillText(shortened(context, end.text, map.width - x - 4), x, end.y);
    });
  }

  lower(map) {
    const { context, theme, given } = this;
    const top = map.bottom + 10;
    const bottom = map.height - EDGE.bottom - 2;
    const most = Math.max(0.02, ...given.difference.map(Math.abs));
    const y = (value) => (top + bottom) / 2 - ((bottom - top) / 2) * (value / most);
    rule(context, EDGE.left, y(0), map.right, y(0), theme.bedEdge);
    context.beginPath();
    given.difference.forEach((value, week) => {
      if (week) context.lineTo(map.x(week), y(value));
      else context.moveTo(map.x(week), y(value));
    });
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.8;
    context.stroke();
    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "middle";
    context.fillStyle = theme.ink;
    context.textAlign = "left";
    const last = given.difference.at(-1) ?? 0;
    const sign = last > 0 ? "+" : last < 0 ? "−" : "±";
    const said = `${sign}${Math.abs(last).toFixed(2)} ${this.words.difference}`;
    const x = map.x(given.difference.length - 1) + 6;
    context.fillText(shortened(context, said, map.width - x - 4), x, y(last));
    context.textAlign = "right";
    context.fillStyle = theme.muted;
    context.fillText("0", EDGE.left - 6, y(0));
  }

  destroy() {
    this.gone = true;
    this.observer.disconnect();
    this.heard();
    this.told.remove();
    cancelAnimationFrame(this.waiting);
  }
}

function points(line) {
  return (line ?? []).map((value, week) => [week, value]);
}

function rule(context, x, y, toX, toY, colour) {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
}

function ticks(low, high) {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]
    .find((one) => (high - low) / one <= 5) ?? 500;
  const first = Math.ceil(low / step - 1e-9);
  const made = [];
  for (let k = first; k * step <= high + 1e-9; k++) made.push(k * step);
  return made;
}

function shortened(context, text, widest) {
  if (context.measureText(text).width <= widest) return text;
  let short = text;
  while (short.length > 4 && context.measureText(`${short}…`).width > widest) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

// Pointer and keys, while a line is asked for.
function listening(lines) {
  const { canvas } = lines;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const { map } = lines;
    const week = ((event.clientX - box.left - EDGE.left) / (map.right - EDGE.left)) * map.until;
    const value = map.low + ((map.bottom - (event.clientY - box.top)) / (map.bottom - EDGE.top))
      * (map.high - map.low);
    lines.drawTo(week, value);
  };
  const handlers = {
    pointerdown: (event) => {
      if (!lines.asked) return;
      canvas.setPointerCapture(event.pointerId);
      lines.dragging = true;
      lines.last = undefined;
      place(event);
    },
    pointermove: (event) => lines.asked && lines.dragging && place(event),
    pointerup: () => {
      if (!lines.asked) return;
      lines.dragging = false;
      lines.onDrawn(lines.answer());
    },
    keydown: (event) => {
      if (!lines.asked) return;
      const { asked } = lines;
      const value = asked.values.get(asked.at) ?? lines.nearestValue(asked.at);
      const step = (lines.map.high - lines.map.low) / 40;
      const moves = {
        ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, step], ArrowDown: [0, -step],
        PageUp: [0, 5 * step], PageDown: [0, -5 * step], Home: [-1e4, 0], End: [1e4, 0],
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      const week = Math.min(asked.to, Math.max(asked.from + 1, asked.at + move[0]));
      lines.drawTo(week, asked.values.get(week) ?? value + move[1]);
      if (move[1]) lines.drawTo(week, value + move[1]);
      lines.onDrawn(lines.answer());
    },
  };
  for (const [kind, handler] of Object.entries(handlers)) canvas.addEventListener(kind, handler);
  return () => {
    for (const [kind, handler] of Object.entries(handlers)) canvas.removeEventListener(kind, handler);
  };
}
