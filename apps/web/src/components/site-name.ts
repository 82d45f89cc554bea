import { createContext, use } from 'react';

/** Until the site has told its own name. */
export const SiteNameContext = createContext('PulseLMS');

export const useSiteName = (): string => use(SiteNameContext);
