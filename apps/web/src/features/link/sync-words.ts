import type { SyncChange, SyncNowDto } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';
import { counted } from '../../lib/counted.js';

/** The outcome of “Sync Now” in one line. */
export function syncTitle({ result, problems }: SyncNowDto): { readonly tone: Tone; readonly title: string } {
  const changed = result.enrolled + result.unenrolled;
  if (!result.success || result.errors > 0 || problems.length > 0) {
    return {
      tone: 'warn',
      title:
        changed === 0
          ? 'Not everything could be checked, and nothing was changed'
          : `Synced, but ${counted(Math.max(result.errors, problems.length), 'thing')} did not work`,
    };
  }
  if (changed === 0) return { tone: 'ok', title: 'Synced: everything was as it should be' };
  const parts = [
    result.enrolled > 0 ? `${counted(result.enrolled, 'enrolment')} added` : null,
    result.unenrolled > 0 ? `${counted(result.unenrolled, 'enrolment')} removed` : null,
  ];
  return { tone: 'ok', title: `Synced: ${parts.filter((part) => part !== null).join(', ')}` };
}

export function changeSentence({ action, course, role }: SyncChange): string {
  return action === 'enrolled' ? `Enrolled in ${course} as ${role}` : `Unenrolled from ${course} (${role})`;
}
