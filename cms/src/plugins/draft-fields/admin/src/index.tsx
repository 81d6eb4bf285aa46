import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { pluginName, type ShapeName, shapes } from '../../shapes';
import { improveLists } from './lists';
import { words } from './words';

/** Strapi's type speaks of inputs without properties, although it gives them all of a field's. */
const inputs = (name: keyof typeof import('./inputs')) => async () => ({
  default: (await import('./inputs'))[name] as ComponentType,
});
const inputOf: Record<ShapeName, ReturnType<typeof inputs>> = {
  'string-list': inputs('StringList'),
  'link-list': inputs('LinkList'),
  'question-list': inputs('QuestionList'),
  checklist: inputs('Checklist'),
  'lab-tests': inputs('LabTests'),
};

export default {
  register(app: StrapiApp) {
    for (const [name, shape] of Object.entries(shapes)) {
      app.customFields.register({
        name,
        pluginId: pluginName,
        type: 'json',
        intlLabel: { id: `${pluginName}.${name}.label`, defaultMessage: shape.title },
        intlDescription: { id: `${pluginName}.${name}.description`, defaultMessage: shape.about },
        components: { Input: inputOf[name as ShapeName] },
      });
    }
  },

  bootstrap(app: StrapiApp) {
    improveLists(app);
  },

  async registerTrads({ locales }: { locales: string[] }) {
    // A help text is about the field; Strapi's “max. 255 characters” before it helps nobody, and
    // who goes beyond a bound is told so then.
    const quiet = { 'content-manager.form.Input.hint.text': '{description}' };
    return locales.map((locale) => ({ locale, data: { ...words, ...quiet } }));
  },
};
