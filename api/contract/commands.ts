/** Every command that can be typed in a conversation, in the order `/help` shows them, with usage, meaning, example and the ability it needs. */
export { GUIDES } from '../../domain/commands/guide.ts';
