export { listVersions } from './list';
export { takeOut, type UnusedVersion, unusedVersions } from './prune';
export { asArchivist, type Deviation, findDeviations, putBack } from './rebuild';
export { restoreState, restoreVersion, undoRestore } from './restore';
export { rollBack } from './roll-back';
export { type SnapshotSource, writeVersionFrom } from './write-version';
