import type { StrapiApp } from '@strapi/strapi/admin';
import { MenuIcon } from './MenuIcon';
import { approvalsPath } from './paths';
import { everyRight } from './rights';
import { en, translations, wordId } from './texts';

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'approvals', name: 'Approvals' });
    app.addMenuLink({
      // Without a slash before it: Strapi puts it below the admin's own path.
      to: approvalsPath.slice(1),
      icon: MenuIcon,
      intlLabel: { id: wordId('menu.title'), defaultMessage: en['menu.title'] },
      permissions: everyRight,
      position: 4,
      Component: () => import('./Pages'),
    });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
