import { alignRequest, type Surroundings } from './alignment.js';
import { differences, type Difference } from './comparison.js';
import { applies, differencesFrom, type Facts } from './exception-check.js';
import { EXCEPTIONS } from './exceptions.js';
import { fullRequest } from './full-request.js';
import { exchange, type HttpAnswer } from './http-exchange.js';
import type { LabSite } from './lab/lab-site.js';
import type { Recording, RecordingFile } from './recording.js';
import { Situations, visitorOf } from './situations.js';
import type { Tally } from './tally.js';

/** Sends recorded requests to the lab and judges what it answers. */
export class Replay {
  private readonly situations: Situations;

  constructor(
    private readonly lab: LabSite,
    private readonly own: readonly RecordingFile[],
    private readonly tally: Tally,
    private readonly facts: Omit<Facts, 'file'>,
  ) {
    this.situations = new Situations(lab);
  }

  /** Makes what was recorded happen, and nothing more. */
  async repeat(file: string, recording: Recording): Promise<void> {
    const here = await this.situations.prepare(file, recording);
    const exception = this.exceptionFor(file, recording);
    await this.ask(recording, here, exception?.doesMore === true);
  }

  /** What of the answer is neither as recorded nor excepted; nothing when all is well. */
  async judge(file: string, recording: Recording): Promise<Difference[]> {
    const here = await this.situations.prepare(file, recording);
    const exception = this.exceptionFor(file, recording);
    const ask = (asked: Recording) => this.ask(asked, here, exception?.doesMore === true);
    const answer = await ask(recording);
    const found = differences(recording.response, answer, here);
    const name = `${file}: ${recording.name}`;
    if (found.length === 0) {
      this.tally.countEqual();
      return [];
    }
    const facts = { ...this.facts, file };
    const left = exception
      ? await differencesFrom(exception, { recording, facts, here, answer, ask }, this.own)
      : found;
    if (exception && left.length === 0) this.tally.countExcepted(name, exception);
    else this.tally.countDifferent(name);
    return left;
  }

  private exceptionFor(file: string, recording: Recording) {
    return EXCEPTIONS.find((exception) => applies(exception, recording, { ...this.facts, file }));
  }

  private ask(recording: Recording, here: Surroundings, undone: boolean): Promise<HttpAnswer> {
    const request = fullRequest(recording, (text) => alignRequest(text, here));
    const headers = { ...request.headers, ...visitorOf(recording) };
    const send = () => exchange(here.siteUrl, { ...request, headers });
    if (/^database-down/.test(recording.name)) return this.lab.whileDatabaseIsGone(send);
    return undone ? this.lab.withoutConsequences(send) : send();
  }
}
