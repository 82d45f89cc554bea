import { Logger } from '@nestjs/common';
import { Transactions } from '@pulsetech/server-kit';
import { FakeClock } from '@pulsetech/testing';
import { DataSource } from 'typeorm';
import { CallRecorder } from './call-recorder.js';
import type { CallGroup } from './call-tally.js';
import { WebserviceLogRepository } from './webservice-log.repository.js';

const CALL = { caller: null, functionName: 'f', outcome: 'ok', address: '192.0.2.1', milliseconds: 1 };

describe('the recorder of calls at the end of the process', () => {
  let log: WebserviceLogRepository;
  let recorder: CallRecorder;
  let errors: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers();
    const unopened = new DataSource({ type: 'better-sqlite3', database: ':memory:' });
    log = new WebserviceLogRepository(unopened, new Transactions(unopened));
    recorder = new CallRecorder(log, new FakeClock());
    errors = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('writes what it has', async () => {
    const insert = jest.spyOn(log, 'insert').mockResolvedValue();
    recorder.record(CALL);
    await recorder.onApplicationShutdown();
    expect(insert.mock.calls.map(([groups]) => groups.map(({ calls }: CallGroup) => calls))).toEqual([[1]]);
    expect(errors).not.toHaveBeenCalled();
  });

  it('does not wait for ever for a database that does not answer, and tells what is missing', async () => {
    jest.spyOn(log, 'insert').mockReturnValue(new Promise(() => undefined));
    recorder.record(CALL);
    await jest.advanceTimersByTimeAsync(1000);
    recorder.record(CALL);
    recorder.record(CALL);
    const ended = recorder.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(5000);
    await ended;
    expect(errors).toHaveBeenCalledWith('3 calls are missing in the web service log: the database did not take them');
  });
});
