/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The server puts the base path of its public URL and a fresh nonce in the place of these two words (src/site/page.cc).
const kBase = '__BASE__';
const kNonce = '__NONCE__';

export default defineConfig(({ command }) => ({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: command === 'build' ? { cspNonce: kNonce } : {},
  experimental: {
    // One build serves every base path: the page names its files below the base, files name each other relatively.
    renderBuiltUrl: (filename, { hostType }) => (hostType === 'html' ? `${kBase}/${filename}` : { relative: true }),
  },
  build: {
    outDir: '../build/web/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // data: URLs would need a hole in the Content-Security-Policy
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/v1': process.env.ENTREPOT_DEV_SERVER ?? 'http://127.0.0.1:8088' } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test_setup.ts'],
    css: false,
  },
}));
