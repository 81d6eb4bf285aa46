const LOCALE = 'en-GB';
const plural = new Intl.PluralRules(LOCALE);
const number = new Intl.NumberFormat(LOCALE);
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** "1 lesson", "12 lessons": the form the language wants, with the number written its way. */
export function count(n: number, forms: Forms): string {
  return `${number.format(n)} ${forms[plural.select(n)] ?? forms.other}`;
}

const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

export const formatNumber = (n: number): string => number.format(n);
export const formatList = (items: readonly string[]): string => list.format(items);
/** Takes 0 to 100, as the contract carries percentages. */
export const formatPercent = (n: number): string => percent.format(n / 100);
const points = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
/** Points of a test, which may be parts of one. */
export const formatPoints = (n: number): string => points.format(n);
export const formatDate = (instant: string): string => day.format(new Date(instant));
export const formatMoment = (instant: string): string => moment.format(new Date(instant));

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always' });

/** How long from one instant to a later one: "in 3 hours", "in 40 minutes"; never too short. */
export function formatFromNow(instant: string, now: string): string {
  const minutes = Math.max(1, Math.ceil((Date.parse(instant) - Date.parse(now)) / 60_000));
  if (minutes < 120) return relative.format(minutes, 'minute');
  if (minutes < 48 * 60) return relative.format(Math.ceil(minutes / 60), 'hour');
  return relative.format(Math.ceil(minutes / (24 * 60)), 'day');
}

/** 75 seconds as "1:15", 3,700 as "1:01:40". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

const megabytes = new Intl.NumberFormat(LOCALE, {
  style: 'unit',
  unit: 'megabyte',
  maximumFractionDigits: 1,
});
/** Bytes as people read them on a phone's bill. */
export const formatMegabytes = (bytes: number): string => megabytes.format(bytes / 1_000_000);

const kilobytes = new Intl.NumberFormat(LOCALE, { style: 'unit', unit: 'kilobyte' });

/** A file's size, never "0 kB"; a megabyte has 1,048,576 bytes, as the school's limits do. */
export const formatBytes = (bytes: number): string =>
  bytes < 1024 * 1000
    ? kilobytes.format(Math.max(1, Math.round(bytes / 1024)))
    : megabytes.format(bytes / 1024 / 1024);
