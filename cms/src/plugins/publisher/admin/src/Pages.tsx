import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { CoursePage } from './course/CoursePage';
import { HistoryPage } from './history/HistoryPage';
import { historyPath } from './names';
import { readRight } from './rights';

const needed = [readRight];

/** The plugin's own pages, loaded when one is opened. */
export default function Pages() {
  return (
    <Page.Protect permissions={needed}>
      <Routes>
        <Route index element={<HistoryPage />} />
        <Route path="courses/:documentId" element={<CoursePage />} />
        <Route path="*" element={<Navigate to={historyPath} replace />} />
      </Routes>
    </Page.Protect>
  );
}
