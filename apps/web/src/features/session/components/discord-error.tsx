import { Notice } from '../../../components/notice.js';
import { discordErrorMessage, type DiscordErrorPlace } from '../discord-error-messages.js';

/** Tells how the way to Discord and back ended, and receives the focus. */
export function DiscordError({ code, place }: { readonly code: string; readonly place: DiscordErrorPlace }) {
  const message = discordErrorMessage(code, place);
  return (
    <Notice tone="bad" title={message.title} role="alert" takesFocus>
      <p>{message.meaning}</p>
      <ul>
        {message.advice.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  );
}
