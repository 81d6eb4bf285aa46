import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const room = (name: 'contract' | 'cms' | 'learner'): string => path.join(root, name);
export const migrationsFolder = path.join(root, 'cms', 'database', 'migrations');
export const sampleFolder = path.join(root, 'samples', 'how-computers-think');
