import { baseName, formatOf, type Recording, type RecordingFile } from './recording.js';

export interface Step {
  readonly recording: Recording;
  /** False for what only has to happen between two recordings that are replayed. */
  readonly compared: boolean;
  /** Whether the site is as at the start before it. */
  readonly begins: boolean;
}

/** In these files a request changes what the next is answered, once for each format. */
export const SEQUENCES = /^pulsetech-functions/;

/**
 * The recordings of a file in the order in which they happened. What is missing between those of a sequence is taken from
 * the project's own recording of the same events, in whatever format, so that any part of a sequence can be replayed.
 */
export function courseOfEvents(given: RecordingFile, own: readonly RecordingFile[]): Step[] {
  if (!SEQUENCES.test(given.name)) return given.recordings.map((recording) => step(recording, false));
  const known = own.find(({ name }) => name === given.name)?.recordings ?? [];
  const events = known.filter((one) => formatOf(one) === 'json');
  return (['json', 'xml'] as const).flatMap((format) => {
    const wanted = given.recordings.filter((one) => formatOf(one) === format);
    const steps = merged(wanted, wanted.length === 0 ? [] : events);
    return steps.map((one, at) => ({ ...one, begins: at === 0 }));
  });
}

function merged(wanted: readonly Recording[], events: readonly Recording[]): Step[] {
  const places = new Map(events.map((event, at) => [baseName(event), at]));
  const lastWanted = Math.max(-1, ...wanted.map((one) => places.get(baseName(one)) ?? -1));
  const steps: Step[] = [];
  let next = 0;
  for (const recording of wanted) {
    const place = places.get(baseName(recording));
    if (place !== undefined) {
      for (; next < Math.min(place, lastWanted); next++) steps.push(...silent(events[next]));
      next = Math.max(next, place + 1);
    }
    steps.push(step(recording, false));
  }
  return steps;
}

function silent(event: Recording | undefined): Step[] {
  return event ? [{ recording: event, compared: false, begins: false }] : [];
}

function step(recording: Recording, begins: boolean): Step {
  return { recording, compared: true, begins };
}
