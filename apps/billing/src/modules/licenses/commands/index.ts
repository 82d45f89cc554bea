import { LicenseExtendCommand } from './license-extend.command.js';
import { LicenseIssueCommand } from './license-issue.command.js';
import { LicenseListCommand } from './license-list.command.js';
import { LicenseRevokeCommand } from './license-revoke.command.js';
import { LicenseShowCommand } from './license-show.command.js';

export const COMMANDS = [
  LicenseIssueCommand,
  LicenseListCommand,
  LicenseShowCommand,
  LicenseRevokeCommand,
  LicenseExtendCommand,
];
