import { importCourse } from './store';

export { type Finding, readCurriculum } from './read';
export {
  dryReport,
  type ImportOptions,
  type ImportProgress,
  importCourse,
  readForImport,
} from './store';
export { findingLine, type ImportCounts, ImportRefused, type ImportReport } from './store/report';

/** For Strapi: `strapi.plugin('importer').service('importer').importCourse(strapi, folder)`. */
export default {
  services: { importer: () => ({ importCourse }) },
};
