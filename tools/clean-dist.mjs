// Removes dist of the project in the current folder, so that a deleted source file leaves no stale output behind.
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
