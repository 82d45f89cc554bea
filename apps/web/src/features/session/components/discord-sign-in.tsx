import type { SessionDto } from '@pulsetech/contracts';
import { Notice } from '../../../components/notice.js';
import { rememberWantedPage } from '../../../lib/wanted-page.js';
import classes from './discord-sign-in.module.css';

interface DiscordSignInProps {
  readonly discordLogin: SessionDto['discordLogin'];
  readonly wanted: string | undefined;
}

const whyAbsent = {
  disabled: 'Signing in with Discord is switched off on this site. Use your username and password.',
  licence:
    'Signing in with Discord is not available at present, because the site’s licence for it is not confirmed. Use your username and password; the site team can see the reason in the settings.',
} as const;

export function DiscordSignIn({ discordLogin, wanted }: DiscordSignInProps) {
  if (!discordLogin.available) {
    return (
      <Notice tone="info" title="Discord is not available here">
        <p>{whyAbsent[discordLogin.reason ?? 'disabled']}</p>
      </Notice>
    );
  }
  return (
    <a
      className={classes['button']}
      href="/auth/discord"
      onClick={() => {
        rememberWantedPage(wanted, sessionStorage, Date.now());
      }}
    >
      Continue with Discord
    </a>
  );
}
