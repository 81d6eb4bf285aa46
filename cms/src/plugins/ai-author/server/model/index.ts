export {
  type Answer,
  ask,
  type Check,
  type MadeRequest,
  type Message,
  type PicturePart,
  type PlannedRequest,
  type Question,
  type TextPart,
} from './ask';
export { type FailureCode, failureMessages, ModelFailure } from './failure';
export { modelSettings, modelStatus, price, type Tokens } from './settings';
export { roughTokens } from './tokens';
export { wellFormed } from './well-formed';
