/** Ticks beside steps and criteria, kept on this device only. Without this script there are none. */
const store = document.querySelector<HTMLElement>('[data-ticks]')?.dataset.ticks;

function read(): Set<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(store ?? '') ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    // Kept by another program, or not kept at all.
    return new Set();
  }
}

if (store) {
  for (const label of document.querySelectorAll<HTMLLabelElement>('label[data-tick]')) {
    const box = label.querySelector('input');
    const name = label.dataset.tick;
    if (box === null || name === undefined) continue;
    box.checked = read().has(name);
    box.addEventListener('change', () => {
      const ticked = read();
      if (box.checked) ticked.add(name);
      else ticked.delete(name);
      try {
        localStorage.setItem(store, JSON.stringify([...ticked]));
      } catch {
        // A full or forbidden store: the tick lasts as long as the page.
      }
    });
    label.hidden = false;
  }
}
