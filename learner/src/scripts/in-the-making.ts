/**
 * Looks again and again whether a PDF was drawn meanwhile, and exchanges only the part of the page
 * that waits for it: what is read or typed elsewhere on the page stays as it is.
 */
const FIRST = 2_000;
const SLOWEST = 30_000;

function waitingIn(page: Document): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>('[data-making]')];
}

async function look(): Promise<boolean> {
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return false;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const before = waitingIn(document).length;
  for (const note of waitingIn(document)) {
    const id = note.dataset.making ?? '';
    const [here, there] = [document.getElementById(id), page.getElementById(id)];
    if (!here || !there || there.querySelector('[data-making]')) continue;
    const said = document.createElement('p');
    said.className = 'hidden-text';
    said.setAttribute('role', 'status');
    here.replaceWith(there);
    there.append(said);
    // A live region is heard when it changes, not when it arrives.
    said.textContent = note.dataset.made ?? '';
  }
  return waitingIn(document).length < before;
}

function lookLater(wait: number): void {
  if (waitingIn(document).length === 0) return;
  setTimeout(async () => {
    const came = document.hidden ? false : await look().catch(() => false);
    lookLater(came ? FIRST : Math.min(wait * 1.5, SLOWEST));
  }, wait);
}

lookLater(FIRST);
