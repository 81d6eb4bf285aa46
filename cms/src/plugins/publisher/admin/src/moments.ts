/** Days and times of day as date and time fields hold them, and the moments they stand for. */

/** The moment a day begins in the editor's own time zone. @param day as `2026-11-21`, or empty */
export function beginOf(day: string): string | undefined {
  const moment = new Date(`${day}T00:00`);
  return day === '' || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** The moment a day ends, which is when the next begins. */
export function endOf(day: string): string | undefined {
  const moment = new Date(`${day}T00:00`);
  if (day === '' || Number.isNaN(moment.getTime())) return undefined;
  // Not 24 hours later: on two days of the year that is another time of day.
  moment.setDate(moment.getDate() + 1);
  return moment.toISOString();
}

/** The day as a date field holds it, in the editor's own time zone. */
export function dayOf(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The time zone this browser lives in, by its IANA name. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All time zones a browser knows; the editor's own is among them, whatever it is called. */
export function timeZones(): readonly string[] {
  const zones = new Set(Intl.supportedValuesOf('timeZone'));
  return [...zones.add(ownTimeZone()).add('UTC')].sort();
}
