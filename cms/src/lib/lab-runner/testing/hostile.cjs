// An inmate whose runtime was broken out of: the code of its task runs as it stands in Node itself, with
// everything Node has. What it manages to do shows which walls stand without the runtime's own.
const fs = require('node:fs');
const net = require('node:net');
const childProcess = require('node:child_process');
const workers = require('node:worker_threads');

const send = (frame) => fs.writeSync(3, `${JSON.stringify(frame)}\n`);
const tried = (work) => {
  try {
    return `done: ${work()}`;
  } catch (error) {
    return `refused: ${error.code ?? error.name}`;
  }
};
const attacks = {
  environment: () => JSON.stringify(process.env),
  read: (file) => tried(() => fs.readFileSync(file, 'utf8').length),
  write: (file) => tried(() => fs.writeFileSync(file, 'mine')),
  remove: (file) => tried(() => fs.unlinkSync(file)),
  fork: () =>
    tried(() => childProcess.spawnSync('true', { stdio: 'ignore' }).error?.code ?? 'started'),
  worker: () => tried(() => new workers.Worker('1', { eval: true })),
  // The first process of its own table: nobody else can be named.
  neighbours: () => `${process.pid} ${process.ppid}`,
  socket: (port) =>
    new Promise((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1');
      socket.once('connect', () => resolve('done: connected'));
      socket.once('error', (error) => resolve(`refused: ${error.code}`));
    }),
  memory: () => {
    const kept = [];
    for (;;) kept.push(Buffer.alloc(64 * 1024 * 1024, 1));
  },
  // What is born later lives.
  abort: (born) => (performance.timeOrigin < Number(born) ? process.abort() : 'alive'),
  forge: () => {
    for (;;) send({ frame: 'print', text: 'x'.repeat(100_000) });
  },
  nonsense: () => send({ frame: 'end', status: 'passed', passed: true }),
  loop: () => {
    for (;;);
  },
};

send({ frame: 'ready' });
const bytes = Buffer.alloc(65_536);
const task = JSON.parse(bytes.subarray(0, fs.readSync(3, bytes)).toString());
(async () => {
  for (const expression of task.expressions) {
    const [name, argument] = expression.split(' ');
    send({ frame: 'value', value: { value: await attacks[name](argument) } });
  }
  send({ frame: 'end', status: 'finished', error: null });
})();
