import { Navigate, Route, Routes } from 'react-router-dom';
import { Guarded } from '../../../records/admin/src/parts/Guarded';
import { StartPage } from './generate/StartPage';
import { JobPage } from './jobs/JobPage';
import { JobsPage } from './jobs/JobsPage';
import { startPath } from './paths';
import { ProposalsPage } from './proposals/ProposalsPage';
import { usageNeeded, writeNeeded } from './rights';
import { WrittenPage } from './share/WrittenPage';
import { SourcesPage } from './sources/SourcesPage';
import { UsagePage } from './usage/UsagePage';

/** The plugin's own pages, loaded when one is opened. */
export default function Pages() {
  return (
    <Routes>
      <Route element={<Guarded needs={writeNeeded} />}>
        <Route index element={<StartPage />} />
        <Route path="courses/:documentId">
          <Route index element={<Navigate to="proposals" replace />} />
          <Route path="proposals" element={<ProposalsPage />} />
          <Route path="jobs" element={<JobsPage />} />
          <Route path="jobs/:jobId" element={<JobPage />} />
          <Route path="sources" element={<SourcesPage />} />
          <Route path="written" element={<WrittenPage />} />
        </Route>
      </Route>
      <Route element={<Guarded needs={usageNeeded} />}>
        <Route path="usage" element={<UsagePage />} />
      </Route>
      <Route path="*" element={<Navigate to={startPath} replace />} />
    </Routes>
  );
}
