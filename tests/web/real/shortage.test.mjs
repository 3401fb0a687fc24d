// A practitioner whose day is full on a real node: the desk says what is missing and from when on
// it is not, before anybody presses and after somebody was quicker.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, languages, open, scrolls_sideways, sizes, violations } from '../browser/pages.mjs';
import { pictured, served, with_clinic } from './served.mjs';

served({ prepare: fill_somebody });
/// The service, who gives it, and the slots that were free before the day was filled.
const full = {};

async function fill_somebody(clinic) {
    const of_day = `from=${clinic.date}T04:00:00Z&to=${clinic.date}T20:00:00Z`;
    const { services } = await clinic.get('/api/setup');
    const [{ id: service }] = services;
    const of_anybody = await clinic.get(`/api/slots?service=${service}&${of_day}`);
    const [{ practitioner }] = of_anybody.slots;
    const asked = `/api/slots?service=${service}&practitioner=${practitioner}&${of_day}`;
    Object.assign(full, { service, practitioner, before: await clinic.get(asked) });
    for (let turn = 0; turn < 100; turn += 1) {
        const [slot] = (await clinic.get(asked)).slots;
        if (!slot) return;
        const patient = { name: `Test Full ${turn}` };
        const { start } = slot;
        await clinic.post('/api/bookings', { patient, service, practitioner, start });
    }
}

async function booking_form(page, name) {
    await page.locator('.orders button').first().click();
    await page.waitForSelector('aside input:focus');
    await page.keyboard.type(name);
    await page.locator('[data-row="new"]').click();
    await page.locator('.new-patient .main').click();
    await page.locator('aside select').first().selectOption(full.service);
    await page.locator('aside select').nth(1).selectOption(full.practitioner);
}

async function seen(page, name) {
    await drawn(page);
    await pictured(page, name);
    assert.deepEqual(await violations(page), [], name);
    assert.equal(await scrolls_sideways(page), false, name);
}

for (const language of languages) {
    for (const size of Object.keys(sizes)) {
        test(
            `a full day says what is missing and when it is free again, ${size}, ${language}`,
            with_clinic,
            async () => {
                const { page, context, faults } = await open('/desk', { size, language });
                await page.waitForSelector('.lists .row', { state: 'attached' });

                await booking_form(page, `Test Short ${size} ${language}`);
                await page.locator('.shortage').waitFor();
                await seen(page, `shortage-${size}-${language}`);

                assert.match(await page.locator('.shortage').textContent(), /\d:\d\d/);
                assert.deepEqual(faults, []);
                await context.close();
            },
        );
    }

    test(`who was not quick enough hears why, and of other times, ${language}`, with_clinic, async () => {
        const { page, context } = await open('/desk', { language, size: 'small' });
        await page.waitForSelector('.lists .row', { state: 'attached' });
        await page.route('**/api/slots*', (route) => route.fulfill({ json: full.before }));

        await booking_form(page, `Test Late ${language}`);
        await page.locator('.slots button').first().click();
        await page.locator('.refusal .shortage').waitFor();
        await seen(page, `refused-small-${language}`);

        await page.setViewportSize({ width: 1280, height: 800 });
        await seen(page, `refused-wide-${language}`);
        await context.close();
    });
}
