import type { Command, StepCommand } from './command';
import { notes } from './notes';
import { outline } from './outline';

const commands: Partial<Record<StepCommand, Command>> = { outline, notes };

/** A command by its name. */
export function commandOf(name: StepCommand): Command {
  const command = commands[name];
  if (command === undefined) throw new Error(`There is no command “${name}”.`);
  return command;
}
