/** A copy button on every block of code. Its words come from the page, in the page's language. */
const words = document.querySelector<HTMLElement>('[data-copy]');

for (const block of document.querySelectorAll<HTMLPreElement>('.prose pre, .codebox pre')) {
  const existing = block.parentElement?.classList.contains('codebox') ? block.parentElement : null;
  const box = existing ?? document.createElement('div');
  if (!existing) {
    box.className = 'codebox';
    block.before(box);
    box.append(block);
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = words?.dataset.copy ?? '';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.textContent ?? '');
    button.textContent = words?.dataset.copied ?? '';
    setTimeout(() => {
      button.textContent = words?.dataset.copy ?? '';
    }, 2000);
  });
  box.append(button);
}
