import { Injectable } from '@nestjs/common';
import {
  LOGIN_TOKEN,
  OTHER_CALLS,
  UNKNOWN_FUNCTION,
  type WebserviceLogEntryDto,
  type WebserviceLogPageDto,
  type WebserviceLogQueryDto,
} from '@pulsetech/contracts';
import { SettingsService } from '../../settings/settings.service.js';
import { WebserviceFunctions } from '../webservice-functions.js';
import type { WebserviceLogEntity } from './webservice-log.entity.js';
import { WebserviceLogRepository, type LogPlace } from './webservice-log.repository.js';

const PAGE = 50;

/** The web service log as its page reads it. */
@Injectable()
export class WebserviceLogService {
  constructor(
    private readonly log: WebserviceLogRepository,
    private readonly settings: SettingsService,
    private readonly functions: WebserviceFunctions,
  ) {}

  /** One page of what the query asks for, the newest first. */
  async page({ cursor, user, ...filter }: WebserviceLogQueryDto): Promise<WebserviceLogPageDto> {
    const narrowed = { ...filter, user: user?.trim().toLowerCase() };
    // One more than is shown tells whether there is a next page.
    const rows = await this.log.list(narrowed, placeOf(cursor), PAGE + 1);
    const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
    const { webserviceLogDays } = await this.settings.get();
    return {
      entries: rows.slice(0, PAGE).map(toDto),
      next: last ? `${last.timelast}-${last.id}` : null,
      keptDays: webserviceLogDays,
      functions: [...this.functions.declared.map(({ name }) => name), LOGIN_TOKEN, UNKNOWN_FUNCTION, OTHER_CALLS],
    };
  }
}

function placeOf(cursor: string | undefined): LogPlace | null {
  const [time, id] = cursor?.split('-', 2) ?? [];
  return time === undefined || id === undefined ? null : { time: Number(time), id: Number(id) };
}

function toDto(row: WebserviceLogEntity): WebserviceLogEntryDto {
  return {
    id: row.id,
    tokenId: row.tokenid,
    tokenName: row.tokenname,
    userId: row.userid,
    username: row.username,
    function: row.functionname,
    outcome: row.outcome,
    address: row.address,
    calls: row.calls,
    totalMs: row.total_us / 1000,
    longestMs: row.longest_us / 1000,
    firstAt: row.timefirst,
    lastAt: row.timelast,
  };
}
