import { attemptsRoutes } from './attempts';
import { coursesRoutes } from './courses';
import { keysRoutes } from './keys';
import { reviewsRoutes } from './reviews';
import { studentsRoutes } from './students';

export const routes = {
  admin: {
    type: 'admin',
    routes: [
      ...coursesRoutes,
      ...studentsRoutes,
      ...attemptsRoutes,
      ...keysRoutes,
      ...reviewsRoutes,
    ],
  },
};
