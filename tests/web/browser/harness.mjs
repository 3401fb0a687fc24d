// A browser before the stand-in node, or before the one that WAYSIDE_URL names.

import { after, before } from 'node:test';
import { FakeNode } from '../fake/server.mjs';
import { executable, with_browser, world } from './pages.mjs';

export * from './pages.mjs';

export const url = process.env.WAYSIDE_URL?.replace(/\/$/, '');
export const with_fake = { skip: with_browser.skip || (url ? 'needs the stand-in node' : false) };

before(async () => {
    if (!executable) return;
    if (url) world.base = url;
    else await fresh_node();
});

after(() => world.fake?.close());

/// A stand-in with its day as it was; on the same port if one is named.
export async function fresh_node(port = 0) {
    world.fake = new FakeNode(process.env.WAYSIDE_WEB_DIST);
    world.base = await world.fake.listen(port);
}
