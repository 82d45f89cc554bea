import { html } from '../../platform/pages/html.js';
import { page } from '../../platform/pages/page.js';

export interface ConsentPage {
  readonly siteName: string;
  readonly siteHost: string;
  readonly receivesEmail: boolean;
  /** One-time id of the request. */
  readonly requestId: string;
}

/** Names the site and says what it receives, before Discord is asked. */
export function consentPage({ siteName, siteHost, receivesEmail, requestId }: ConsentPage): string {
  const title = `Sign in to ${siteName} with Discord`;
  const email = receivesEmail
    ? [html`<li>your e-mail address at Discord, and whether Discord has verified it</li>`]
    : [];
  return page(
    title,
    html`<h1>${title}</h1>
      <p>If you continue, <strong>${siteName}</strong> (<strong>${siteHost}</strong>) receives from Discord:</p>
      <ul>
        <li>your Discord name and the id of your account</li>
        <li>your avatar</li>
        ${email}
      </ul>
      <p class="soft">
        It cannot read your messages or post for you. Afterwards you return to ${siteHost}. This browser remembers your
        choice for 180 days.
      </p>
      <form method="post" action="consent">
        <input type="hidden" name="request" value="${requestId}" />
        <button class="go" type="submit" name="decision" value="continue">Continue to Discord</button>
        <button type="submit" name="decision" value="cancel">Cancel</button>
      </form>`,
  );
}
