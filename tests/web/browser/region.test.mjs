import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    fresh_node, languages, open, scrolls_sideways, sizes, violations, with_fake, world,
} from './harness.mjs';

async function at_hub(path, how) {
    await world.fake.close();
    await fresh_node();
    world.fake.role = 'hub';
    return open(path, how);
}

for (const language of languages) {
    test(
        `the region's page in ${language} is readable by everybody at every size`,
        with_fake,
        async () => {
            const { page, context, faults, outside } = await at_hub('/region', { language });
            await page.waitForSelector('.clinics tbody tr');
            await page.locator('.clinics tbody button').nth(2).click();
            await page.waitForSelector('.visits li');

            for (const [width, height] of Object.values(sizes)) {
                await page.setViewportSize({ width, height });
                assert.deepEqual(await violations(page), []);
                assert.equal(await scrolls_sideways(page), false);
            }

            assert.deepEqual([...faults, ...outside], []);
            await context.close();
        },
    );
}

test("a clinic's id begins where its name does, in both languages", with_fake, async () => {
    for (const language of languages) {
        const { page, context } = await at_hub('/region', { language });
        const row = page.locator('.clinics tbody tr', { has: page.locator('.id') }).first();
        await row.waitFor();

        const [name, id] = await row.locator('th bdi').evaluateAll((all) => all.map((each) => {
            const { left, right } = each.getBoundingClientRect();
            return { left, right };
        }));

        const side = language === 'ar' ? 'right' : 'left';
        assert.ok(Math.abs(name[side] - id[side]) <= 4, `${language} ${name[side]} ${id[side]}`);
        await context.close();
    }
});

test('a clinic that was never heard comes first, and a fork is named', with_fake, async () => {
    const { page, context } = await at_hub('/region');
    await page.waitForSelector('.clinics tbody tr');

    const rows = await page.locator('.clinics tbody tr').allTextContents();

    assert.match(rows[0], /mlima.*Never heard/);
    assert.match(rows[1], /Bonde Dispensary.*3 days ago.*Revoked.*Two histories of one log/);
    assert.match(rows[1], /log eeeeeeee · they part after entry .?217/);
    assert.match(rows[1], /said more than a box may say/);
    assert.match(rows[2], /Kilima Health Centre.*Connected.*2 minutes ago/);
    await context.close();
});

test('who was turned away at the door is named, since when, below the clinics', with_fake, async () => {
    const { page, context } = await at_hub('/region');

    const strangers = page.locator('.strangers p');
    await strangers.waitFor();

    assert.match(await strangers.textContent(), /of another region asked to come in.*7 minutes ago/);
    await context.close();
});

test("a clinic's day is shown at the hub without a patient's word", with_fake, async () => {
    const { page, context } = await at_hub('/region?clinic=kilima');
    await page.waitForSelector('.visits li');

    const shown = await page.textContent('.clinic-day');
    const names = [...world.fake.clinic.patients.values()].map((each) => each.name);

    assert.ok(names.length > 10);
    for (const name of names) assert.equal(shown.includes(name), false, name);
    await page.locator('.clinic-day .turn').first().click();
    await page.locator('.clinic-day button', { hasText: 'Today' }).waitFor();
    await page.locator('.clinics tbody button').first().click();
    await page.locator('.clinic-day', { hasText: 'Nothing is known yet' }).waitFor();
    assert.match(page.url(), /clinic=mlima/);
    await context.close();
});

test("a hub's start page leads to the region, and to no clinic's screen", with_fake, async () => {
    const { page, context, faults } = await at_hub('/');
    await page.waitForSelector('.doors a[href^="/region"]');

    assert.equal(await page.locator('.doors a').count(), 1);
    assert.deepEqual(faults, []);
    await context.close();
});

test('the desk says what the hub has, and what waits once the link is cut', with_fake, async () => {
    await world.fake.close();
    await fresh_node();
    const desk = await open('/desk');
    const start = await open('/');
    await desk.page.locator('.hub-light[data-light="green"]', { hasText: 'Safe at the hub' }).waitFor();

    await start.page.locator('.link-switch button', { hasText: 'Cut the link' }).click();

    await desk.page.locator('.hub-light', { hasText: '3 not at the hub since' }).waitFor();
    await start.page.locator('.link-switch button', { hasText: 'Mend the link' }).click();
    await desk.page.locator('.hub-light[data-light="green"]').waitFor();
    assert.deepEqual([...desk.faults, ...start.faults], []);
    await Promise.all([desk.context.close(), start.context.close()]);
});
