// Small pages, each its own entry; nothing inline, nothing from outside (the CSP forbids both).

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { messages } from './build/messages_plugin.ts';

export default defineConfig({
    plugins: [messages(fileURLToPath(new URL('messages', import.meta.url)))],
    build: {
        outDir: 'dist',
        emptyOutDir: true,
        target: ['chrome109', 'firefox115', 'safari16'],
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rollupOptions: {
            input: {
                index: 'index.html',
                desk: 'desk.html',
                kiosk: 'kiosk.html',
                board: 'board.html',
                region: 'region.html',
            },
        },
    },
});
