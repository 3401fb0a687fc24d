// A full day on a real node whose record says that many stay away: the desk says where one more is
// best booked and what it costs the others, and books it with a reason, over capacity.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    drawn,
    languages,
    open,
    plain,
    scrolls_sideways,
    sizes,
    violations,
} from '../browser/pages.mjs';
import { pictured, served, with_clinic } from './served.mjs';

const here = served({ prepare: make_record_and_fill_tomorrow });
const screens = { wide: sizes.wide, tablet: [820, 1180], small: sizes.small };
/// The day that is full, for which service and with whom.
const full = {};

async function make_record_and_fill_tomorrow(clinic) {
    const { visits } = await clinic.get(`/api/days/${clinic.date}`);
    for (const { id, status } of visits) {
        if (status === 'booked') await clinic.post(`/api/visits/${id}/no-show`, {});
    }
    const { services } = await clinic.get('/api/setup');
    const tomorrow = new Date(Date.parse(clinic.date) + 86_400_000).toISOString().slice(0, 10);
    await move_clock(clinic, `${tomorrow}T04:00:00Z`);
    const of_day = `from=${tomorrow}T02:00:00Z&to=${tomorrow}T20:00:00Z`;
    const [{ id: service }] = services;
    const [{ practitioner }] = (await clinic.get(`/api/slots?service=${service}&${of_day}`)).slots;
    Object.assign(full, { service, practitioner, date: tomorrow });
    const asked = `/api/slots?service=${service}&practitioner=${practitioner}&${of_day}`;
    for (let turn = 0; turn < 100; turn += 1) {
        const [slot] = (await clinic.get(asked)).slots;
        if (!slot) return;
        const patient = { name: `Test Full ${turn}` };
        await clinic.post('/api/bookings', { patient, service, practitioner, start: slot.start });
    }
}

/// A sandbox takes its time from a request.
async function move_clock(clinic, now) {
    const headers = { 'Wayside-Device': 'desk', 'Wayside-Now': now };
    const answer = await fetch(`${clinic.url}/api/setup`, { headers });
    assert.equal(answer.status, 200);
}

function advice() {
    const { date, service, practitioner } = full;
    const asked = new URLSearchParams({ date, service, practitioner });
    return here.clinic.get(`/api/overbooking?${asked}`);
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

async function at_every_size(page, step, language) {
    for (const [name, [width, height]] of Object.entries(screens)) {
        await page.setViewportSize({ width, height });
        await drawn(page);
        await page.locator('.extra, .facts').first().scrollIntoViewIfNeeded();
        await pictured(page, `extra-${language}-${name}-${step}`);
        assert.deepEqual(await violations(page), [], `${step}, ${name}`);
        assert.equal(await scrolls_sideways(page), false, `${step}, ${name}`);
    }
}

for (const language of languages) {
    test(
        `a full day takes one more where it costs the others least, with a reason, ${language}`,
        with_clinic,
        async () => {
            const before = await advice();
            const { page, context, faults, outside } = await open('/desk', { language });
            await page.waitForSelector('.practitioner', { state: 'attached' });

            await booking_form(page, `Test Extra ${language}`);
            const offer = page.locator('[data-extra]').first();
            await offer.waitFor();
            await at_every_size(page, 'offered', language);
            const start = await offer.getAttribute('data-extra');
            assert.ok(before.sessions.some(({ advised }) => advised[0]?.start === start));
            // By the keyboard alone: the offer, then one of the reasons, which has the focus.
            await offer.press('Enter');
            await page.locator('[data-overbook="urgent"]:focus').waitFor();
            await at_every_size(page, 'why', language);
            await page.keyboard.press('Enter');
            await page.locator('.status-line .tag').waitFor();
            await at_every_size(page, 'booked', language);

            const { visits } = await here.clinic.get(`/api/days/${full.date}`);
            const extras = visits.filter(({ overbooked }) => overbooked);
            const made = extras.find(({ patient }) => patient?.name === `Test Extra ${language}`);
            assert.equal(made?.start, start);
            const sum = ({ sessions }) => sessions.reduce((all, { extras: one }) => all + one, 0);
            assert.equal(sum(await advice()), sum(before) + 1);
            assert.deepEqual([...faults, ...outside], []);
            await context.close();
        },
    );
}

test('where no extra is advised the desk says why', with_clinic, async () => {
    const { page, context } = await open('/desk');
    await page.waitForSelector('.practitioner', { state: 'attached' });
    const nothing = await advice();
    for (const session of nothing.sessions) {
        Object.assign(session, { advised: [], stopped: 'extras_cap', extras: 3, most_extras: 3 });
    }
    nothing.sessions.length = 1;
    await page.route('**/api/overbooking*', (route) => route.fulfill({ json: nothing }));

    await booking_form(page, 'Test Nothing');
    await page.locator('.extra .note').waitFor();
    await at_every_size(page, 'none', 'en');

    assert.match(plain(await page.locator('.extra .note').textContent()), /3 of at most 3/);
    await context.close();
});
