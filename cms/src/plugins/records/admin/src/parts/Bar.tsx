import { Box } from '@strapi/design-system';

interface Props {
  /** What is said of it; without one it only repeats what stands beside it. */
  readonly label?: string;
  readonly value: number;
  /** What fills it. */
  readonly most: number;
}

/** How much of something there is. Strapi's own bar fills itself by percents only, and the wrong way round. */
export function Bar({ label, value, most }: Props) {
  const part = most <= 0 ? 0 : Math.min(Math.max(value / most, 0), 1);
  const percent = Math.round(part * 100);
  const spoken =
    label === undefined
      ? { 'aria-hidden': true }
      : {
          role: 'progressbar',
          'aria-label': label,
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': percent,
        };
  return (
    <Box
      {...spoken}
      width="100%"
      minWidth="8rem"
      hasRadius
      background="neutral200"
      overflow="hidden"
    >
      <Box
        hasRadius
        background="primary600"
        height="0.8rem"
        // A little that is there is not nothing.
        style={{ width: part === 0 ? 0 : `max(2px, ${part * 100}%)` }}
      />
    </Box>
  );
}
