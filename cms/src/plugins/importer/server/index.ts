import { importCourse } from './store';

export { type Finding, readCurriculum } from './read';
export { dryReport, importCourse, type ImportOptions, type ImportProgress, readForImport } from './store';
export { findingLine, type ImportCounts, type ImportReport, ImportRefused } from './store/report';

/** For Strapi: `strapi.plugin('importer').service('importer').importCourse(strapi, folder)`. */
export default {
  services: { importer: () => ({ importCourse }) },
};
