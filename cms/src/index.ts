import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { applyStrapiSql } from '../database/strapi';
import { defineAccountMailJob } from './api/account/mails';
import { defineUnconfirmedJob } from './api/account/unconfirmed';
import { defineErasureJobs, startErasing, stopErasing } from './api/privacy/erase';
import { startSweeping, stopSweeping } from './api/test/sweep';
import { settleAdminRoles } from './bootstrap/admin-roles';
import { closeDoors } from './bootstrap/closed-doors';
import { settleDraftViews } from './bootstrap/draft-views';
import { defineOwnCourse, guardOwnDrafts } from './bootstrap/own-drafts';
import { settleStudentAccounts } from './bootstrap/student-accounts';
import { sayWhoActs } from './lib/acting';
import { settleNotes } from './lib/audit';
import { closeCurrentVersions } from './lib/current-versions';
import { startJobs, stopJobs } from './lib/jobs';
import { closeLabRunner } from './lib/lab-runner/of-app';
import { defineMailJob } from './lib/mail-job';
import { settleCertificateNumbers, startSealing, stopSealing } from './lib/seals/running';
import { closeStudentsPool } from './lib/students-pool';
import { defineSubmissionFileJob } from './lib/submission-files';
import { startAuthoring, stopAuthoring } from './plugins/ai-author/server';
import { settleIssuerKeys } from './plugins/certificates/server/credential/issuing';
import {
  defineCertificateJobs,
  startCertificateWork,
  stopCertificateWork,
} from './plugins/certificates/server/work';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    defineMailJob(strapi);
    defineAccountMailJob(strapi);
    defineUnconfirmedJob(strapi);
    defineSubmissionFileJob(strapi);
    guardOwnDrafts(strapi);
    closeDoors(strapi);
    defineErasureJobs(strapi);
    defineCertificateJobs(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    sayWhoActs(strapi);
    await applyStrapiSql(strapi.db, path.join(strapi.dirs.app.root, 'database', 'strapi'));
    await defineOwnCourse(strapi);
    await settleAdminRoles(strapi);
    await settleStudentAccounts(strapi);
    await settleDraftViews(strapi);
    await settleIssuerKeys(strapi);
    await settleCertificateNumbers(strapi);
    await startJobs(strapi);
    startSweeping(strapi);
    startSealing(strapi);
    await startErasing(strapi);
    startCertificateWork(strapi);
    startAuthoring(strapi);
  },

  async destroy({ strapi }: { strapi: Core.Strapi }) {
    await settleNotes(strapi);
    await stopAuthoring(strapi);
    closeLabRunner(strapi);
    await stopSweeping(strapi);
    await stopErasing(strapi);
    await stopCertificateWork(strapi);
    await stopJobs(strapi);
    await closeCurrentVersions(strapi);
    await closeStudentsPool(strapi);
    await stopSealing(strapi);
  },
};
