export type * from './command';
export { commandOf } from './list';
export { type Plan, type PlannedStep, plan } from './plan';
export { toolsOf } from './tools';
export { passagesBudget } from './writing';
