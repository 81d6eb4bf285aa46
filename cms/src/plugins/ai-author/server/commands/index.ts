export { paramsAgain, workAgain } from './again';
export type * from './command';
export { freeSlug } from './lab';
export { commandOf } from './list';
export { type Plan, type PlannedStep, plan } from './plan';
export { placeName, underWay } from './standing';
export { toolsOf } from './tools';
export { dataBudget } from './writing';
