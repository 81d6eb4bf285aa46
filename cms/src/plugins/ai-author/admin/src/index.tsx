import { Sparkle } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { GenerateInList } from './generate/GenerateButton';
import { AiPanel } from './panel/AiPanel';
import { startPath } from './paths';
import { usageRight, writeRight } from './rights';
import { en, translations, wordId } from './translations/en';

/** The part of the content manager that is used here; Strapi does not type its plugins' doors. */
interface ContentManager {
  apis: { addEditViewSidePanel(panels: readonly (typeof AiPanel)[]): void };
  injectComponent(
    view: 'listView',
    place: 'actions',
    added: { readonly name: string; readonly Component: ComponentType },
  ): void;
}

export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'ai-author', name: 'AI author' });
    app.addMenuLink({
      // Without a slash before it: Strapi puts it below the admin's own path.
      to: startPath.slice(1),
      icon: Sparkle,
      intlLabel: { id: wordId('menu.title'), defaultMessage: en['menu.title'] },
      permissions: [writeRight, usageRight],
      position: 3,
      Component: () => import('./Pages'),
    });
  },

  bootstrap(app: StrapiApp) {
    const manager = app.getPlugin('content-manager') as unknown as ContentManager;
    manager.apis.addEditViewSidePanel([AiPanel]);
    manager.injectComponent('listView', 'actions', {
      name: 'ai-author-generate',
      Component: GenerateInList,
    });
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return locales.map((locale) => ({ locale, data: translations }));
  },
};
