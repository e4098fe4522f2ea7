/** One script, so that what shows a new key is there before the key is made. */
export { KeyDialog } from './KeyDialog';
export { NewSecret } from './NewSecret';
