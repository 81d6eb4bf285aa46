export { rollBack } from './roll-back';
export { type SnapshotSource, writeVersionFrom } from './write-version';
