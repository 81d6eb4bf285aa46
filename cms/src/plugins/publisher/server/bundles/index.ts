export { exportBundle } from './export';
export { importBundle } from './import';
