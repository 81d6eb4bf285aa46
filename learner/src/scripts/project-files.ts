/**
 * Adds and removes files without leaving the page, so that what was typed stays, and shows how far an
 * upload is. Without this the same forms work as plain ones.
 */
const area = document.querySelector<HTMLElement>('[data-files]');
const form = area?.querySelector<HTMLFormElement>('form[data-add]');

/** Takes the list of files from the page as the server makes it now. */
async function refresh(): Promise<void> {
  const response = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const now = page.querySelector('[data-waiting]');
  if (now === null || response.redirected) location.reload();
  else area?.querySelector('[data-waiting]')?.replaceWith(now);
  // With as many files as go along there is nothing to choose any more.
  if (form) form.hidden = page.querySelector('form[data-add]') === null;
}

function say(problem: string): void {
  const place = form?.querySelector('[data-problem]');
  if (place) place.textContent = problem;
}

/** What is too large is told before it is sent. */
function tooLarge(chosen: FileList | null): string | undefined {
  const limit = Number(form?.dataset.fileBytes);
  const name = [...(chosen ?? [])].find(({ size }) => size > limit)?.name;
  return name === undefined ? undefined : form?.dataset.tooLarge?.replace('%s', name);
}

function send(adding: HTMLFormElement): void {
  const progress = adding.querySelector<HTMLProgressElement>('[data-progress]');
  const button = adding.querySelector('button');
  const show = (isBusy: boolean) => {
    if (progress) progress.hidden = !isBusy;
    // Told, not disabled: a disabled button would lose the focus.
    button?.setAttribute('aria-disabled', String(isBusy));
  };
  const request = new XMLHttpRequest();
  request.open('POST', adding.action);
  request.setRequestHeader('Accept', 'application/json');
  request.responseType = 'json';
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (progress) progress.value = total > 0 ? (100 * loaded) / total : 0;
  });
  request.addEventListener('load', async () => {
    const reply = request.response as { error?: { message?: string } } | null;
    if (request.status === 200 && reply !== null) {
      adding.reset();
      say('');
      await refresh();
    } else say(reply?.error?.message ?? adding.dataset.broken ?? '');
    show(false);
  });
  request.addEventListener('error', () => {
    say(adding.dataset.broken ?? '');
    show(false);
  });
  show(true);
  request.send(new FormData(adding));
}

area?.addEventListener('submit', async (event) => {
  const sent = event.target;
  if (!(sent instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (sent === form) {
    if (form.querySelector('button')?.getAttribute('aria-disabled') === 'true') return;
    const problem = tooLarge(
      form.querySelector<HTMLInputElement>('input[type=file]')?.files ?? null,
    );
    if (problem === undefined) send(form);
    else say(problem);
    return;
  }
  await fetch(sent.action, { method: 'POST', redirect: 'manual' });
  await refresh();
  document.querySelector<HTMLInputElement>('#choose')?.focus();
});
