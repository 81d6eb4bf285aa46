/** The admin as our editors see it: one language, no advertising, our name on the window. */
export default {
  config: {
    locales: [],
    tutorials: false,
    notifications: { releases: false },
    translations: {
      en: {
        'app.components.LeftMenu.navbrand.title': 'OurShiksha',
        'app.components.LeftMenu.navbrand.workplace': 'Guru',
        'Auth.form.welcome.title': 'OurShiksha',
        'Auth.form.welcome.subtitle': 'Sign in to write and publish courses',
      },
    },
  },
  bootstrap() {},
};
