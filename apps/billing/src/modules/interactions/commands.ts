import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

/** https://docs.discord.com/developers/topics/permissions */
export const MANAGE_ROLES = 1n << 28n;
export const ADMINISTRATOR = 1n << 3n;

const ANYWHERE = [InteractionContextType.Guild, InteractionContextType.BotDM];
const IN_SERVERS = [InteractionContextType.Guild];
const INSTALLED = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  type: ApplicationCommandType.ChatInput as const,
};

/** What people may type, as Discord is told. */
export const COMMANDS = [
  {
    ...INSTALLED,
    name: 'link',
    description: 'Link your Discord account to your account on the learning site',
    description_localizations: { de: 'Dein Discord-Konto mit deinem Konto auf der Lernplattform verbinden' },
    contexts: ANYWHERE,
  },
  {
    ...INSTALLED,
    name: 'courses',
    description: 'Show your courses on the learning site',
    description_localizations: { de: 'Deine Kurse auf der Lernplattform anzeigen' },
    contexts: ANYWHERE,
  },
  {
    ...INSTALLED,
    name: 'sync',
    description: 'Bring your courses into line with your roles now',
    description_localizations: { de: 'Deine Kurse jetzt mit deinen Rollen abgleichen' },
    contexts: IN_SERVERS,
  },
  {
    ...INSTALLED,
    name: 'sync-user',
    description: 'Bring the courses of a member into line with their roles now',
    description_localizations: { de: 'Die Kurse eines Mitglieds jetzt mit dessen Rollen abgleichen' },
    contexts: IN_SERVERS,
    default_member_permissions: String(MANAGE_ROLES),
    options: [
      {
        type: ApplicationCommandOptionType.User,
        name: 'user',
        description: 'Whose courses',
        description_localizations: { de: 'Wessen Kurse' },
        required: true,
      },
    ],
  },
] satisfies RESTPutAPIApplicationCommandsJSONBody;
