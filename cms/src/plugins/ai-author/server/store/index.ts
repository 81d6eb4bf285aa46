export { presentFields } from './present';
export { type ProposalFilter, proposalsOf } from './proposals';
export {
  recordProvenance,
  review,
  shareOf,
  type WrittenEntry,
  type WrittenFilter,
  withdrawProvenance,
  writtenOf,
} from './provenance';
export { type Reader, readForModel } from './reading';
export { readSettings, saveSettings } from './settings';
export { overCeiling } from './spending';
export { textFields } from './texts';
export { usageOf } from './usage';
