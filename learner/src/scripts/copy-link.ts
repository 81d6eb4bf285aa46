/** A press on the button copies what stands in the field beside it. */
const SHOWN = 2_000;

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy-from]')) {
  const field = document.getElementById(button.dataset.copyFrom ?? '');
  // Browsers have a clipboard on safe connections only.
  if (!(field instanceof HTMLInputElement) || !navigator.clipboard) continue;
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied ?? '';
    setTimeout(() => {
      button.textContent = name;
    }, SHOWN);
  });
}
