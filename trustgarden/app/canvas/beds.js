// The beds: one for each team, with its name. They change only with the layout or the theme.

export function drawBeds(context, layout, view, theme) {
  layout.beds.forEach((_, k) => {
    const [x, y] = view.at(layout.centres[k]);
    drawBed(context, x, y, layout.radii[k] * view.scale, k, theme);
  });
  layout.beds.forEach((name, k) => {
    const [x, y] = view.at(layout.centres[k]);
    drawName(context, name, x, y + layout.radii[k] * view.scale, view, theme);
  });
}

// Not quite round, each a little otherwise, and the same every time.
function drawBed(context, x, y, radius, number, theme) {
  const points = 48;
  context.beginPath();
  for (let k = 0; k < points; k++) {
    const angle = (2 * Math.PI * k) / points;
    const r = radius * (1 + 0.022 * Math.sin(3 * angle + number * 1.7)
      + 0.014 * Math.sin(5 * angle + number * 2.9));
    const px = x + r * Math.cos(angle);
    const py = y + r * Math.sin(angle);
    if (k) context.lineTo(px, py);
    else context.moveTo(px, py);
  }
  context.closePath();
  context.fillStyle = theme.bed;
  context.fill();
  context.strokeStyle = theme.bedEdge;
  context.lineWidth = 1;
  context.stroke();
}

// Names stand on the lower edge of the bed, where nobody stands.
function drawName(context, name, x, bottom, view, theme) {
  const size = Math.max(10, Math.min(15, view.scale * 0.34));
  context.font = `500 ${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = theme.bed;
  context.strokeText(name, x, bottom - 1);
  context.fillStyle = theme.muted;
  context.fillText(name, x, bottom - 1);
}

// Names of people, where there is room for them.
export function drawPeopleNames(context, labels, view, theme) {
  const size = Math.max(10, Math.min(14, view.radius * 0.62));
  context.font = `${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = theme.bed;
  context.fillStyle = theme.muted;
  for (const [name, x, y, leads] of labels) {
    const below = y + view.radius * (leads ? 1.62 : 1.08);
    context.strokeText(name, x, below);
    context.fillText(name, x, below);
  }
}
