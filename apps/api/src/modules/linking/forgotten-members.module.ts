import { Module } from '@nestjs/common';
import { LicenseModule } from '../license/license.module.js';
import { ForgottenMembers } from './forgotten-members.js';
import { LinksModule } from './links.module.js';

@Module({ imports: [LinksModule, LicenseModule], providers: [ForgottenMembers], exports: [ForgottenMembers] })
export class ForgottenMembersModule {}
