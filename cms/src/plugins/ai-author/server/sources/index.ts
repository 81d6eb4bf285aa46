export { attachFile, attachPage } from './attach';
export { checkCitations, type Passage } from './citations';
export { passagesFor } from './retrieve';
export { removeSource, requireRoom, sourceRecord, sourcesOf } from './store';
