import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { applyStrapiSql } from '../database/strapi';
import { settleStudentAccounts } from './bootstrap/student-accounts';

export default {
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await applyStrapiSql(strapi.db, path.join(strapi.dirs.app.root, 'database', 'strapi'));
    await settleStudentAccounts(strapi);
  },
};
