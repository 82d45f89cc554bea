import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { tellGateway, tellPushes } from '../../platform/metrics/bot-metrics.js';
import { GatewayStatus } from './gateway/gateway-status.js';
import { PushEntity } from './pushes/push.entity.js';

/** How the gateway and the pushes get on, whenever somebody looks at the metrics. */
@Injectable()
export class BotMetrics implements OnModuleInit {
  constructor(
    private readonly gateway: GatewayStatus,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    tellGateway(() => this.gateway);
    tellPushes(() => this.pushes());
  }

  private async pushes(): Promise<{ readonly waiting: number; readonly dead: number }> {
    const pushes = this.dataSource.getRepository(PushEntity);
    const waiting = await pushes.countBy({ deadAt: IsNull() });
    return { waiting, dead: await pushes.countBy({ deadAt: Not(IsNull()) }) };
  }
}
