/** Lets people read the password they type; without scripts the field is an ordinary one. */
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-show]')) {
  const { show = '', hide = '' } = input.dataset;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'reveal';
  button.textContent = show;
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => {
    const reveal = input.type === 'password';
    input.type = reveal ? 'text' : 'password';
    button.textContent = reveal ? hide : show;
  });
  input.after(button);
}
