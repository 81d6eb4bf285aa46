import { PaperPlane } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { historyPath } from './names';
import { PublishPanel } from './PublishPanel';
import { readRight } from './rights';
import { en, translations, wordId } from './translations/en';

/** The part of the content manager that is used here; Strapi does not type its plugins' doors. */
interface ContentManager {
  apis: { addEditViewSidePanel(change: (present: SidePanel[]) => SidePanel[]): void };
}

type SidePanel = typeof PublishPanel & { readonly type?: string };

/** Directly below the one with “Save”: first it is saved, then it is published. */
function placed(present: SidePanel[]): SidePanel[] {
  const at = present.findIndex(({ type }) => type === 'actions') + 1;
  return [...present.slice(0, at), PublishPanel, ...present.slice(at)];
}

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'publisher', name: 'Publisher' });
    app.addMenuLink({
      // Without a slash before it: Strapi puts it below the admin's own path.
      to: historyPath.slice(1),
      icon: PaperPlane,
      intlLabel: { id: wordId('menu.title'), defaultMessage: en['menu.title'] },
      permissions: [readRight],
      position: 2,
      Component: () => import('./Pages'),
    });
  },

  bootstrap(app: StrapiApp) {
    const { apis } = app.getPlugin('content-manager') as unknown as ContentManager;
    apis.addEditViewSidePanel(placed);
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
