import { courseRoutes } from './courses';
import { entryRoutes } from './entries';
import { provenanceRoutes } from './provenance';
import { settingsRoutes } from './settings';
import { sourcesRoutes } from './sources';
import { usageRoutes } from './usage';

/** A file of this folder for each subject; each gives an array, and a line here. */
export const routes = {
  admin: {
    type: 'admin',
    routes: [
      ...courseRoutes,
      ...sourcesRoutes,
      ...entryRoutes,
      ...provenanceRoutes,
      ...usageRoutes,
      ...settingsRoutes,
    ],
  },
};
