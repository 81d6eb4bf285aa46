import type { Share } from '../../../server/wire';

/** A course's text by who wrote it, as parts of 1. All are 0 where there is no text. */
export interface Parts {
  readonly people: number;
  readonly reviewed: number;
  readonly unreviewed: number;
  readonly machine: number;
}

export function partsOf({ characters, machineWritten, unreviewed }: Share): Parts {
  if (characters <= 0) return { people: 0, reviewed: 0, unreviewed: 0, machine: 0 };
  const machine = Math.min(machineWritten, characters);
  const open = Math.min(unreviewed, machine);
  return {
    people: (characters - machine) / characters,
    reviewed: (machine - open) / characters,
    unreviewed: open / characters,
    machine: machine / characters,
  };
}
