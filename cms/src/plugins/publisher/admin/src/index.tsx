import type { StrapiApp } from '@strapi/strapi/admin';
import { PublishPanel } from './PublishPanel';
import { translations } from './translations/en';

/** The part of the content manager that is used here; Strapi does not type its plugins' doors. */
interface ContentManager {
  apis: { addEditViewSidePanel(panels: readonly (typeof PublishPanel)[]): void };
}

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'publisher', name: 'Publisher' });
  },

  bootstrap(app: StrapiApp) {
    const { apis } = app.getPlugin('content-manager') as unknown as ContentManager;
    apis.addEditViewSidePanel([PublishPanel]);
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
