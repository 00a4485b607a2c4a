import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = 'http://127.0.0.1:8000';

/** Builds the web into `web/dist`; in development it serves from memory and sends `/api` to a running API on port 8000. */
export const config = defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The contract's schemas are types here; the API does the parsing, both ways.
  resolve: { alias: { zod: `${import.meta.dirname}/src/api/no-schemas.ts` } },
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: true, target: 'es2023', assetsInlineLimit: 0 },
  server: { port: 5173, proxy: { '/api': { target: API, changeOrigin: false } }, fs: { allow: ['..'] } },
});

// oxlint-disable-next-line import/no-default-export -- Vite reads the configuration from the default export only.
export default config;
