/** Tells a waiting person what happens, with the seconds since the beginning. */
export type Say = (line: string) => void;

export function progress(now: () => number = Date.now, write: Say = console.log): Say {
  const began = now();
  return (line) => {
    const seconds = ((now() - began) / 1000).toFixed(1).padStart(6);
    write(`${seconds} s  ${line}`);
  };
}

export const silent: Say = () => {};
