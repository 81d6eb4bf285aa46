import { adminApi } from '@strapi/strapi/admin';
import type { Choices, LogEntry, LogPage, LogState } from '../../server/wire';

/** What the log is narrowed to, by the names of the route; empty texts do not narrow. */
export type Question = Readonly<Record<string, string>>;

/** Strapi's client would send a `&` within a value as it is. */
export function queryOf(values: Question): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return `?${new URLSearchParams(given).toString()}`;
}

const auditApi = adminApi.enhanceEndpoints({ addTagTypes: ['Audit'] }).injectEndpoints({
  endpoints: (build) => ({
    auditLog: build.query<LogPage, Question>({
      query: (asked) => `/audit/log${queryOf(asked)}`,
      providesTags: ['Audit'],
    }),
    auditEntry: build.query<LogEntry, number>({
      query: (id) => `/audit/log/${id}`,
      providesTags: ['Audit'],
    }),
    auditChoices: build.query<Choices, void>({
      query: () => '/audit/choices',
      providesTags: ['Audit'],
    }),
    auditState: build.query<LogState, void>({
      query: () => '/audit/state',
      providesTags: ['Audit'],
    }),
  }),
});

export const { useAuditLogQuery, useAuditEntryQuery, useAuditChoicesQuery, useAuditStateQuery } =
  auditApi;
