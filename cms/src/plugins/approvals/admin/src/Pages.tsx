import { Navigate, Route, Routes } from 'react-router-dom';
import { ApprovalPage } from './ApprovalPage';
import { ApprovalsPage } from './ApprovalsPage';
import { approvalsPath } from './paths';

/** The plugin's pages, loaded when one is opened. */
export default function Pages() {
  return (
    <Routes>
      <Route index element={<ApprovalsPage />} />
      <Route path=":id" element={<ApprovalPage />} />
      <Route path="*" element={<Navigate to={approvalsPath} replace />} />
    </Routes>
  );
}
