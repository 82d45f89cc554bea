import { createContext, use } from 'react';
import type { ApiClient } from './api-client.js';

export const ApiContext = createContext<ApiClient | null>(null);

export function useApi(): ApiClient {
  const api = use(ApiContext);
  if (!api) throw new Error('The page is drawn outside of its providers.');
  return api;
}
