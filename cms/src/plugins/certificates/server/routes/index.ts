import { batchesRoutes } from './batches';
import { designsRoutes } from './designs';
import { registerRoutes } from './register';

export const routes = {
  admin: { type: 'admin', routes: [...registerRoutes, ...batchesRoutes, ...designsRoutes] },
};
