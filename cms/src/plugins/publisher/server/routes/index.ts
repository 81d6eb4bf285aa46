import { accessRoutes } from './access';
import { bundlesRoutes } from './bundles';
import { differencesRoutes } from './differences';
import { historyRoutes } from './history';
import { previewRoutes } from './preview';
import { publishRoutes } from './publish';
import { scheduleRoutes } from './schedule';
import { versionsRoutes } from './versions';

export const routes = {
  admin: {
    type: 'admin',
    routes: [
      ...publishRoutes,
      ...accessRoutes,
      ...versionsRoutes,
      ...bundlesRoutes,
      ...differencesRoutes,
      ...scheduleRoutes,
      ...historyRoutes,
      ...previewRoutes,
    ],
  },
};
