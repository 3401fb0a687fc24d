// A real hub and a real clinic of its region: what the hub's page shows of the clinic's morning.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, open, scrolls_sideways, sizes, violations } from '../browser/pages.mjs';
import { pictured, served, with_clinic } from './served.mjs';

// A day that is still to come: the page opens at the later of the clinic's last and today.
const day_after = new Date().toISOString().slice(0, 10);
const here = served({ region: true, day_after });

async function region(language) {
    const opened = await open('/region', { language });
    await opened.page.locator('.clinics [data-connected="true"]').waitFor();
    await opened.page.locator('.clinics tbody button').click();
    await opened.page.waitForSelector('.visits li');
    return opened;
}

for (const language of languages) {
    test(
        `the hub's page in ${language} shows the clinic and its day, at every size`,
        with_clinic,
        async () => {
            const { page, context, faults, outside } = await region(language);

            for (const [name, [width, height]] of Object.entries(sizes)) {
                await page.setViewportSize({ width, height });
                assert.deepEqual(await violations(page), []);
                assert.equal(await scrolls_sideways(page), false);
                const fullPage = name !== 'tall';
                await pictured(page, `region-${language}-${name}`, { fullPage });
            }

            assert.deepEqual([...faults, ...outside], []);
            await context.close();
        },
    );
}

test('the day at the hub is the clinic\'s, read only and without a name', with_clinic, async () => {
    const its = await here.clinic.get(`/api/days/${here.clinic.date}`);
    const { page, context } = await region('en');
    const all = page.locator('.visits li');
    while ((await all.count()) < its.visits.length) await page.waitForTimeout(100);

    const shown = await page.textContent('.clinic-day');

    const names = its.visits.map((visit) => visit.patient?.name).filter(Boolean);
    assert.ok(names.length > 10);
    for (const name of names) assert.equal(shown.includes(name), false, name);
    assert.equal(await all.count(), its.visits.length);
    assert.equal(await page.locator('.clinic-day input, .clinic-day [data-act]').count(), 0);
    await context.close();
});
