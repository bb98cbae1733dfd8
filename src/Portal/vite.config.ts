import { defineConfig } from 'vitest/config';
import react from '@vitejs/plugin-react';

/** `--mode mock` answers /api and /live from test/mock, for work on the portal without a silo; it is never part of a build. */
export default defineConfig(async ({ mode }) => ({
  plugins: [react(), ...(mode === 'mock' ? [(await import('./test/mock/plugin.ts')).mockServer()] : [])],
  // The host replaces this placeholder with a fresh nonce in every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: process.env.PORTAL_OUTPUT ?? '../Silo/wwwroot',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    target: 'es2022',
    rollupOptions: {
      output: {
        // One stable chunk for the frameworks (cached across releases); charts and pages load on demand.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
            { name: 'mantine', test: /node_modules[\\/](@mantine[\\/](core|hooks)|@floating-ui|react-remove-scroll)/ },
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: mode === 'mock' ? undefined : {
      '/api': { target: process.env.SILO ?? 'http://localhost:8080' },
      '/live': { target: process.env.SILO ?? 'http://localhost:8080', ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    env: { TZ: 'Europe/Dublin' },
    // Hundreds of signatures take their time on a busy machine; a test that hangs ends all the same.
    testTimeout: 60_000,
  },
}));
