import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, loadEnv } from 'vite';

/** The addresses that the API answers itself; everything else is the application's own. */
const servedByApi = [
  '^/api/',
  '^/auth/',
  '^/health',
  '^/webservice/',
  '^/login/token\\.php',
  '^/local/pulsetech_discord/callback\\.php',
];

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, import.meta.dirname, 'API_')['API_URL'] ?? 'http://127.0.0.1:3000';
  return {
    plugins: [react()],
    resolve: { conditions: ['@pulsetech/source', ...defaultClientConditions] },
    build: {
      outDir: 'dist',
      // A strict content policy forbids data: scripts and styles, so small files stay files.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
    },
    server: {
      host: '127.0.0.1',
      proxy: Object.fromEntries(servedByApi.map((path) => [path, { target, changeOrigin: false }])),
    },
  };
});
