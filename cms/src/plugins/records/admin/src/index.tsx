import { User } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { recordsPath } from './paths';
import { everyRight } from './rights';
import { en, translations, wordId } from './texts';

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'records', name: 'Records' });
    app.addMenuLink({
      // Without a slash before it: Strapi puts it below the admin's own path.
      to: recordsPath.slice(1),
      icon: User,
      intlLabel: { id: wordId('menu.title'), defaultMessage: en['menu.title'] },
      // Whoever has one of the rights sees the part that belongs to it.
      permissions: everyRight,
      position: 3,
      Component: () => import('./Pages'),
    });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
