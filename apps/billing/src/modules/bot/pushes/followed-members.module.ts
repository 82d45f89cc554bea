import { Module } from '@nestjs/common';
import { FollowedMembersRepository } from './followed-members.repository.js';
import { FollowedMembers } from './followed-members.service.js';

/** Apart from the bot, since whoever answers sites notes whom they ask about. */
@Module({
  providers: [FollowedMembers, FollowedMembersRepository],
  exports: [FollowedMembers, FollowedMembersRepository],
})
export class FollowedMembersModule {}
