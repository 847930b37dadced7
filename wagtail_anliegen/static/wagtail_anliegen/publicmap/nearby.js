/* Joins what is too near on the screen to be hit with a finger.

   Items have `n`, `lat`, `lng`, `point` ({x, y} in pixels), `tones` ({tone: number}) and
   `reports`; so have the groups, which stand where their largest item is. The largest come first and
   draw their neighbours in, so that the same items always give the same groups. */

export function joinNear(items, gap) {
  const ordered = [...items].sort((a, b) => b.n - a.n || a.lat - b.lat || a.lng - b.lng);
  const grid = new Map();
  const groups = [];
  for (const item of ordered) {
    const home = nearestGroup(grid, item, gap);
    if (home) join(home, item);
    else groups.push(start(grid, item, gap));
  }
  return groups.map(({ lat, lng, n, tones, reports }) => ({ lat, lng, n, tones, reports }));
}

function start(grid, item, gap) {
  const group = { ...item, anchor: item.point, tones: { ...item.tones }, reports: [...item.reports] };
  const key = cellOf(item.point, gap).join();
  grid.set(key, [...(grid.get(key) ?? []), group]);
  return group;
}

function nearestGroup(grid, item, gap) {
  const [column, row] = cellOf(item.point, gap);
  let best = null;
  for (let x = column - 1; x <= column + 1; x++) {
    for (let y = row - 1; y <= row + 1; y++) {
      for (const group of grid.get(`${x},${y}`) ?? []) {
        const distance = Math.hypot(group.anchor.x - item.point.x, group.anchor.y - item.point.y);
        if (distance < gap && (!best || distance < best.distance)) best = { group, distance };
      }
    }
  }
  return best?.group;
}

function join(group, item) {
  // The place stays where the group began: so groups keep their distance from one another.
  group.n += item.n;
  for (const [tone, number] of Object.entries(item.tones)) {
    group.tones[tone] = (group.tones[tone] ?? 0) + number;
  }
  group.reports.push(...item.reports);
}

function cellOf(point, gap) {
  return [Math.floor(point.x / gap), Math.floor(point.y / gap)];
}
