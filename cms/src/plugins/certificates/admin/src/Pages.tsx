import { Navigate, Route, Routes } from 'react-router-dom';
import { Guarded } from '../../../records/admin/src/parts/Guarded';
import { useRights } from '../../../records/admin/src/useRights';
import { BatchesPage } from './batch/BatchesPage';
import { BatchPage } from './batch/BatchPage';
import { DesignsPage } from './designs/DesignsPage';
import { openParts } from './parts';
import { certificatesPath, registerPath } from './paths';
import { CertificatePage } from './register/CertificatePage';
import { RegisterPage } from './register/RegisterPage';
import { design, issue, read } from './rights';

/** The plugin's pages, loaded when one is opened; the first is the first that this role may see. */
export default function Pages() {
  const first = openParts(useRights())[0]?.to ?? registerPath;
  return (
    <Routes>
      <Route index element={<Navigate to={first} replace />} />
      <Route element={<Guarded needs={read} />}>
        <Route path="register" element={<RegisterPage />} />
        <Route path="register/:number" element={<CertificatePage />} />
      </Route>
      <Route element={<Guarded needs={issue} />}>
        <Route path="batches" element={<BatchesPage />} />
        <Route path="batches/:id" element={<BatchPage />} />
      </Route>
      <Route element={<Guarded needs={design} />}>
        <Route path="designs" element={<DesignsPage />} />
      </Route>
      <Route path="*" element={<Navigate to={certificatesPath} replace />} />
    </Routes>
  );
}
