// Stands in for `read/main.js` after a file has got the better of it: does what the file says.
const fs = require('node:fs');

const answer = (text) =>
  `${JSON.stringify({ result: { title: null, characters: text.length, pieces: [{ place: '', text }] } })}\n`;
const say = (text) => {
  fs.writeSync(3, text);
  process.exit(0);
};
const outcomeOf = (work) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error.code;
  }
};

const deeds = {
  loop: () => {
    for (;;);
  },
  memory: () => {
    const held = [];
    for (;;) held.push(Buffer.alloc(64 * 1024 * 1024, 1));
  },
  nonsense: () => say('neither JSON nor anything\n'),
  html: () => say(`${JSON.stringify({ result: '<script>' })}\n`),
  endless: () => {
    for (;;) fs.writeSync(3, 'x'.repeat(60_000));
  },
  try: () =>
    say(
      answer(
        JSON.stringify({
          write: outcomeOf(() => fs.writeFileSync('/tmp/written-by-a-reader', 'x')),
          start: outcomeOf(() => require('node:child_process').spawnSync('true')),
          read: outcomeOf(() => fs.readFileSync('/etc/hostname')),
          environment: Object.keys(process.env),
        }),
      ),
    ),
  connect: (port) => {
    const socket = require('node:net').connect(Number(port), '127.0.0.1');
    socket.once('connect', () => say(answer('connected')));
    socket.once('error', ({ code }) => say(answer(String(code))));
  },
};

const [, deed = ''] = fs.readFileSync(0, 'utf8').split('\n');
const [name, argument] = deed.split(' ');
deeds[name](argument);
