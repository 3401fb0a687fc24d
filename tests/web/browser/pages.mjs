// A real browser, and pages in it; whose node they ask stands in `world.base`.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const axe_words = readFileSync(
    createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
    'utf8',
);
export const executable = process.env.WAYSIDE_CHROMIUM;
const flags = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];

export const sizes = { wide: [1280, 800], tall: [1080, 1920], small: [360, 640] };
export const languages = ['en', 'ar'];

/// How long anything may take on a busy machine before a test says that it does not come.
export const patience_ms = 20_000;

/// What `test` takes as its options: why a browser test is skipped here, if it is.
export const with_browser = { skip: executable ? false : 'chromium was not found' };

export const world = { base: '', fake: undefined, browser: undefined };

before(async () => {
    if (!executable) return;
    world.browser = await chromium.launch({ executablePath: executable, args: flags });
});

after(() => world.browser?.close());

/// Opens `path` in a profile of its own. `faults` collects what the page complained about: a breach
/// of the Content-Security-Policy is among it.
export async function open(path, { size = 'wide', language = 'en', device } = {}) {
    const [width, height] = sizes[size];
    const context = await world.browser.newContext({ viewport: { width, height }, ...device });
    const page = await context.newPage();
    page.setDefaultTimeout(patience_ms);
    const faults = [];
    const outside = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('console', (said) => said.type() === 'error' && faults.push(said.text()));
    page.on('request', (asked) => asked.url().startsWith(world.base) || outside.push(asked.url()));
    const address = new URL(path, world.base);
    address.searchParams.set('lang', language);
    await page.goto(address.href);
    return { page, context, faults, outside };
}

export async function violations(page) {
    await page.evaluate(axe_words);
    const found = await page.evaluate(async () => {
        const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        return (await globalThis.axe.run({ runOnly: rules })).violations;
    });
    return found.map(
        (each) => `${each.id}: ${each.nodes[0]?.html} ${each.nodes[0]?.failureSummary}`,
    );
}

export function scrolls_sideways(page) {
    return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
}

/// Looks until it sees what is expected, and fails with what it saw last.
export async function comes_to(look, expected) {
    const end = performance.now() + patience_ms;
    for (;;) {
        const seen = await look();
        if (JSON.stringify(seen) === JSON.stringify(expected)) return;
        if (performance.now() > end) return assert.deepEqual(seen, expected);
        await new Promise((rest) => setTimeout(rest, 20));
    }
}

/// The fewest milliseconds that `measure` took, of three at most: a busy machine may be late once
/// and keep its promise all the same.
export async function fastest_of_three(measure, enough_ms) {
    let fastest = Number.POSITIVE_INFINITY;
    for (let tried = 0; tried < 3 && fastest >= enough_ms; tried += 1) {
        fastest = Math.min(fastest, await measure(tried));
    }
    return fastest;
}

/// After it the page has drawn what it was told before.
export function drawn(page) {
    return page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
}

/// After it the page has asked the node for whatever it was about to ask.
export function heard(page) {
    return page.evaluate(async () => (await fetch('/api/health')).text());
}

export function plain(words) {
    return words?.replace(/[\u2068\u2069]/g, '').trim();
}
