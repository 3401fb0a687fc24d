// Somebody is sick on a real node: what the desk proposes, one proposal done, whom to tell, and all
// of it taken back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, languages, open, scrolls_sideways, sizes, violations } from '../browser/pages.mjs';
import { pictured, served, with_clinic } from './served.mjs';

const here = served();
const screens = { ...sizes, tablet: [820, 1180] };

async function day() {
    const shown = await here.clinic.get(`/api/days/${here.clinic.date}`);
    return shown.visits.map(({ changed, ...visit }) => visit);
}

/// Which column is that of whoever has the most bookings to come.
async function busiest() {
    const count = new Map();
    for (const { status, practitioner } of await day()) {
        if (status === 'booked') count.set(practitioner, (count.get(practitioner) ?? 0) + 1);
    }
    const [[who]] = [...count].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return who;
}

async function at_every_size(page, step, language) {
    for (const [name, [width, height]] of Object.entries(screens)) {
        await page.setViewportSize({ width, height });
        await drawn(page);
        await pictured(page, `sick-${language}-${name}-${step}`);
        assert.deepEqual(await violations(page), [], `${step}, ${name}`);
        assert.equal(await scrolls_sideways(page), false, `${step}, ${name}`);
    }
}

for (const language of languages) {
    test(
        `who is sick is replaced with one press, and the day is whole again after an undo, ${language}`,
        with_clinic,
        async () => {
            const { page, context, faults, outside } = await open('/desk', { language });
            const before = await day();
            const who = await busiest();
            const head = page.locator(`.practitioner[data-practitioner="${who}"]`);
            const dialog = page.locator('dialog.absence[open]');

            await head.locator('select').selectOption('sick');
            await dialog.locator('.proposal').first().waitFor();
            await at_every_size(page, 'proposals', language);
            assert.ok((await dialog.locator('.proposal').count()) <= 3);
            const said = await dialog.locator('.proposal .costs').allTextContents();
            const { proposals } = await here.clinic.get(`/api/practitioners/${who}/absence`);
            proposals.forEach(({ costs }, at) => {
                const fewer = proposals[0].costs.moved - costs.moved;
                if (language !== 'en' || !costs.moved || fewer <= 0) return;
                assert.match(said[at], new RegExp(`${fewer} patients? fewer`));
            });
            await dialog.locator('.proposal .main').first().click();
            await dialog.locator('.to-tell .change').first().waitFor();
            await at_every_size(page, 'told', language);
            assert.notDeepEqual(await day(), before);
            await page.keyboard.press('Escape');
            await head.locator('.absent').waitFor();
            await at_every_size(page, 'day', language);
            await head.locator('.absent').click();
            await dialog.locator('[data-undo="restore"]').click();
            await head.locator('.absent').waitFor({ state: 'detached' });

            assert.deepEqual(await day(), before);
            assert.deepEqual([...faults, ...outside], []);
            await context.close();
        },
    );
}
