import { Page } from '@strapi/strapi/admin';
import { Outlet } from 'react-router-dom';

interface Props {
  readonly needs: { readonly action: string; readonly subject: null }[];
}

/** The pages below it, for whoever has the right. */
export const Guarded = ({ needs }: Props) => (
  <Page.Protect permissions={needs}>
    <Outlet />
  </Page.Protect>
);
