export { isWritten, proposalsOf } from './proposals';
export { recordProvenance, review, shareOf, withdrawProvenance, writtenOf } from './provenance';
export { type Reader, readForModel } from './reading';
export { readSettings, saveSettings } from './settings';
export { overCeiling } from './spending';
export { ownUsageOf, usageOf } from './usage';
