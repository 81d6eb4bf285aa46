import type { Command, StepCommand } from './command';
import { describePicture } from './describe-picture';
import { lab } from './lab';
import { notes } from './notes';
import { outline } from './outline';
import { project } from './project';
import { questions } from './questions';
import { rewrite } from './rewrite';

const commands: Readonly<Record<StepCommand, Command>> = {
  outline,
  notes,
  questions,
  lab,
  project,
  improve: rewrite('improve'),
  shorten: rewrite('shorten'),
  simplify: rewrite('simplify'),
  translate: rewrite('translate'),
  describe_picture: describePicture,
};

/** A command by its name. */
export const commandOf = (name: StepCommand): Command => commands[name];
