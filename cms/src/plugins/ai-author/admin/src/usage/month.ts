/** A calendar month in UTC, as YYYY-MM. */
export type Month = string;

export const monthOf = (moment: Date): Month => moment.toISOString().slice(0, 7);

export const thisMonth = (): Month => monthOf(new Date());

export const isMonth = (text: string): text is Month => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** The month that lies so many months after it, or before. */
export function monthsAfter(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(Date.UTC(year, number - 1 + count, 1)));
}

/** A month's first moment, to be written in the administrator's language with the time zone UTC. */
export const firstDay = (month: Month): Date => new Date(`${month}-01T00:00:00Z`);
