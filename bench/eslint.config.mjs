import { globalIgnores } from 'eslint/config';

// n8n's own rules are for what ships; eslint.project.config.mjs has those for this folder.
export default [globalIgnores(['**/*'])];
