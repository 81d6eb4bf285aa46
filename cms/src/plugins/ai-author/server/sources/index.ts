export { attachFile, attachPage } from './attach';
export {
  type Cited,
  checkCitations,
  type DroppedCitation,
  type Grounding,
  type Passage,
} from './citations';
export { passagesFor } from './retrieve';
export { removeSource, requireRoom, sourceRecord, sourcesOf } from './store';
