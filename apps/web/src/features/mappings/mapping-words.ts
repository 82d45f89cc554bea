import type { MappingDto } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';
import { counted } from '../../lib/counted.js';

/** Whether a mapping works, as shape and word; its own sentences say why not and what to do. */
export function mappingState({ problems, warnings }: Pick<MappingDto, 'problems' | 'warnings'>): {
  readonly tone: Tone;
  readonly word: string;
} {
  if (problems.length > 0) return { tone: 'warn', word: 'Broken' };
  return warnings.length > 0 ? { tone: 'ok', word: 'Working, with a note' } : { tone: 'ok', word: 'Working' };
}

/** All mappings in one line. */
export function healthSentence(mappings: readonly Pick<MappingDto, 'problems'>[]): string {
  const broken = mappings.filter(({ problems }) => problems.length > 0).length;
  if (mappings.length === 0) return 'There are none yet.';
  if (broken === 0) return mappings.length === 1 ? 'It works.' : `All ${String(mappings.length)} work.`;
  return `${String(broken)} of ${String(mappings.length)} ${broken === 1 ? 'is' : 'are'} broken: nobody gets anything new by ${broken === 1 ? 'it' : 'them'} until you have mended ${broken === 1 ? 'it' : 'them'}.`;
}

/** How many people hold something because of a mapping. */
export function servedSentence({ people }: Pick<MappingDto, 'people'>): string {
  return people === 0
    ? 'Nobody is enrolled because of it now.'
    : `${counted(people, 'person is', 'people are')} enrolled because of it now.`;
}
