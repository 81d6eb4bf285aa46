import { CaretDown as Down } from '@strapi/icons';

/** Strapi's icons have no caret to the side. */
export const CaretDown = () => (
  <Down aria-hidden width="1.2rem" height="1.2rem" fill="neutral600" />
);

export const CaretRight = () => (
  <Down
    aria-hidden
    width="1.2rem"
    height="1.2rem"
    fill="neutral600"
    style={{ transform: 'rotate(-90deg)' }}
  />
);
