import type { Resource } from '../operation';
import { start } from './start';

export const flow: Resource = { value: 'flow', name: 'Flow', operations: [start] };
