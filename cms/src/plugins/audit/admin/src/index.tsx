import { Shield } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { auditPath } from './paths';
import { readLog } from './rights';
import { en, translations, wordId } from './texts';

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'audit', name: 'Audit log' });
    app.addMenuLink({
      // Without a slash before it: Strapi puts it below the admin's own path.
      to: auditPath.slice(1),
      icon: Shield,
      intlLabel: { id: wordId('menu.title'), defaultMessage: en['menu.title'] },
      permissions: readLog,
      position: 5,
      Component: () => import('./Pages'),
    });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
