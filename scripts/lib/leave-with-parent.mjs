// Loaded before a Node program that we start: when the channel to us closes, because we ended in
// whatever way, the program ends as well instead of holding its port for ever.
import process from 'node:process';

if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
