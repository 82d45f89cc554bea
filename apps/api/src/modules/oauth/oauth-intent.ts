/** What the person wants of Discord: to get in, or to link it to the account that is signed in. */
export type OAuthIntent = { readonly kind: 'login' } | { readonly kind: 'link'; readonly userId: number };
