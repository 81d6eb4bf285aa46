import { Link as DesignLink, type LinkProps } from '@strapi/design-system';
import { Link } from 'react-router-dom';

/** A link within the admin that looks like Strapi's. */
export const TextLink = (props: Omit<LinkProps<typeof Link>, 'tag'>) => (
  <DesignLink tag={Link} {...props} />
);
