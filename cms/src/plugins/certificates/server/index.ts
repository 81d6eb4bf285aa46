import type { Core } from '@strapi/strapi';
import { checkPress } from './press';

/** The room has no routes and no services of its own: others call its exported functions. */
export default {
  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    checkPress((warning) => strapi.log.warn(warning));
  },
};
