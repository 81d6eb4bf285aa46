import { courseRoutes } from './courses';

/** A file of this folder for each subject; each gives an array, and a line here. */
export const routes = {
  admin: { type: 'admin', routes: [...courseRoutes] },
};
