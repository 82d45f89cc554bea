import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { LoginTokensModule } from '../../webservice/login-tokens.module.js';
import { LmsModule } from '../lms.module.js';
import { UserCreateCommand } from './commands/user-create.command.js';
import { UserDeleteCommand } from './commands/user-delete.command.js';
import { UserListCommand } from './commands/user-list.command.js';
import { UserPasswordCommand } from './commands/user-password.command.js';
import { UserSuspendCommand } from './commands/user-suspend.command.js';
import { PeopleService } from './people.service.js';

/** The people of the embedded LMS, for the site team. */
@Module({
  imports: [LmsModule, AccountsModule, LoginTokensModule],
  providers: [
    PeopleService,
    UserCreateCommand,
    UserDeleteCommand,
    UserListCommand,
    UserPasswordCommand,
    UserSuspendCommand,
  ],
  exports: [PeopleService],
})
export class PeopleModule {}
