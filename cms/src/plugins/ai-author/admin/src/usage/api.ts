import type { OwnUsage, Settings, Usage } from '../../../server/wire';
import { aiApi } from '../api';
import type { Month } from './month';

const usageApi = aiApi.injectEndpoints({
  endpoints: (build) => ({
    aiUsage: build.query<Usage, Month>({
      query: (month) => `/ai-author/usage?month=${month}`,
      providesTags: ['AiUsage'],
    }),
    aiOwnUsage: build.query<OwnUsage, Month>({
      query: (month) => `/ai-author/usage/own?month=${month}`,
      providesTags: ['AiUsage'],
    }),
    saveAiSettings: build.mutation<Settings, Settings>({
      query: (data) => ({ url: '/ai-author/settings', method: 'PUT', data }),
      // A required review turns a warning of the publisher into an error.
      invalidatesTags: ['AiUsage', 'PublishStatus'],
    }),
  }),
});

export const { useAiUsageQuery, useAiOwnUsageQuery, useSaveAiSettingsMutation } = usageApi;
