// From places of the layout to places of the page.

const MARGIN = 16; // Pixels round the garden.
const BELOW = 8; // More of them below, for the names of beds.

export class View {
  constructor(layout, width, height) {
    const left = Math.min(...layout.centres.map(([x], k) => x - layout.radii[k]));
    const right = Math.max(...layout.centres.map(([x], k) => x + layout.radii[k]));
    const top = Math.min(...layout.centres.map(([, y], k) => y - layout.radii[k]));
    const bottom = Math.max(...layout.centres.map(([, y], k) => y + layout.radii[k]));
    const wide = Math.max(1, width - 2 * MARGIN) / (right - left);
    const high = Math.max(1, height - 2 * MARGIN - BELOW) / (bottom - top);
    // A handful of people must not fill a wall.
    this.scale = Math.max(1, Math.min(wide, high, 120));
    this.radius = Math.max(2, this.scale * 0.31);
    this.moved = [
      width / 2 - (this.scale * (left + right)) / 2,
      (height - BELOW) / 2 - (this.scale * (top + bottom)) / 2,
    ];
  }

  at([x, y]) {
    return [this.moved[0] + x * this.scale, this.moved[1] + y * this.scale];
  }
}
