import { account, accountArea, privacy } from './account.ts';
import { certificate, certificates, marksheet, trace } from './certificate.ts';
import { counts } from './counts.ts';
import { catalogue, course, difficulty, level, preview, price } from './course.ts';
import { lab } from './lab.ts';
import { dashboard, learn, lesson, progress, versions } from './learn.ts';
import { offline } from './offline.ts';
import { handIn, project } from './project.ts';
import { errors, nav, site } from './site.ts';
import { result, test } from './test.ts';
import { verify } from './verify.ts';

/** English: a file a subject. */
export const en = {
  site,
  nav,
  counts,
  level,
  difficulty,
  price,
  catalogue,
  course,
  progress,
  dashboard,
  learn,
  versions,
  lesson,
  test,
  result,
  lab,
  project,
  handIn,
  certificate,
  certificates,
  trace,
  offline,
  verify,
  marksheet,
  privacy,
  account,
  accountArea,
  preview,
  errors,
};
