import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { EntryPage } from './EntryPage';
import { LogPage } from './LogPage';
import { auditPath } from './paths';
import { readLog } from './rights';

/** The plugin's pages, loaded when one is opened. */
export default function Pages() {
  return (
    <Page.Protect permissions={readLog}>
      <Routes>
        <Route index element={<LogPage />} />
        <Route path=":id" element={<EntryPage />} />
        <Route path="*" element={<Navigate to={auditPath} replace />} />
      </Routes>
    </Page.Protect>
  );
}
