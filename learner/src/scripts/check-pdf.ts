import { numberInPdf } from '../lib/pdf-number.ts';

/**
 * Makes the hash of a chosen or dropped file and goes to the page that says what it is. The file's
 * bytes never leave the browser.
 */
const LARGEST = 20 * 1024 * 1024;

type Word = 'reading' | 'noPdf' | 'tooLarge' | 'unable' | 'unreadable' | 'matches';

for (const box of document.querySelectorAll<HTMLElement>('[data-check-pdf]')) {
  const input = box.querySelector<HTMLInputElement>('input[type=file]');
  const said = box.querySelector<HTMLElement>('[role=status]');
  box.hidden = false;

  const say = (word: Word, tone: 'right' | 'wrong' | '' = 'wrong') => {
    if (!said) return;
    said.classList.remove('right', 'wrong');
    if (tone) said.classList.add(tone);
    said.textContent = box.dataset[word] ?? '';
  };

  const check = async (file: File) => {
    if (!crypto.subtle) return say('unable');
    if (file.size > LARGEST) return say('tooLarge');
    say('reading', '');
    const bytes = new Uint8Array(await file.arrayBuffer());
    // Readers allow a few bytes before the head.
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
    if (!head.includes('%PDF-')) return say('noPdf');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (sha256 === box.dataset.sha256) return say('matches', 'right');
    const number = numberInPdf(bytes);
    const query = number ? `?${new URLSearchParams({ number })}` : '';
    location.assign(`${box.dataset.checkPdf}${sha256}${query}`);
  };
  const checkOne = (file: File | undefined) => {
    if (file) check(file).catch(() => say('unreadable'));
  };

  input?.addEventListener('change', () => checkOne(input.files?.[0]));
  // Back from the file's page, the browser may show this one as it was left: reading, its file still chosen.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    if (said) said.textContent = '';
    if (input) input.value = '';
  });
  // A file that misses the box would else take the place of the page.
  for (const type of ['dragover', 'drop'] as const)
    document.addEventListener(type, (event) => event.preventDefault());
  box.addEventListener('dragover', () => box.classList.add('over'));
  box.addEventListener('dragleave', () => box.classList.remove('over'));
  box.addEventListener('drop', (event) => {
    box.classList.remove('over');
    checkOne(event.dataTransfer?.files[0]);
  });
}
