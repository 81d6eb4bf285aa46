import { courseRoutes } from './courses';
import { entryRoutes } from './entries';
import { jobsRoutes } from './jobs';
import { proposalsRoutes } from './proposals';
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
      ...entryRoutes,
      ...jobsRoutes,
      ...proposalsRoutes,
      ...provenanceRoutes,
      ...settingsRoutes,
      ...sourcesRoutes,
      ...usageRoutes,
    ],
  },
};
