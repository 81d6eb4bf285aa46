import { SealCheck } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { certificatesPath } from './paths';
import { everyRight } from './rights';
import { en, translations, wordId } from './texts';

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'certificates', name: 'Certificates' });
    app.addMenuLink({
      // Without a slash before it: Strapi puts it below the admin's own path.
      to: certificatesPath.slice(1),
      icon: SealCheck,
      intlLabel: { id: wordId('menu.title'), defaultMessage: en['menu.title'] },
      // Whoever has one of the rights sees the part that belongs to it.
      permissions: everyRight,
      position: 4,
      Component: () => import('./Pages'),
    });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
