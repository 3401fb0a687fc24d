import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fresh_node, open, plain, with_fake, world } from './harness.mjs';

test('the board never shows a name, and is never sent one', with_fake, async () => {
    const opened = await open('/board');
    const told = [];
    opened.page.on('response', async (answer) => {
        if (answer.url().includes('/api/')) told.push(await answer.text().catch(() => ''));
    });
    await opened.page.reload();
    await opened.page.waitForSelector('.newest .call');
    await opened.page.waitForTimeout(200);

    const shown = (await opened.page.textContent('body')) + told.join('');
    const names = [...world.fake.clinic.patients.values()].map((person) => person.name);

    assert.deepEqual(
        names.filter((name) => shown.includes(name)),
        [],
    );
    await opened.context.close();
});

test('the newest call is the large one, and is said politely', with_fake, async () => {
    const { page, context } = await open('/board');
    await page.waitForSelector('.newest .call');
    const next = world.fake.clinic.waiting()[0];

    world.fake.clinic.act(next.id, 'call', { practitioner: next.practitioner });

    await page
        .locator('.newest .number', { hasText: next.tickets[0].number })
        .waitFor({ timeout: 1_000 });
    assert.equal(await page.getAttribute('.newest', 'aria-live'), 'polite');
    await context.close();
});

test(
    'the board says since when the node is gone, and goes on by itself when it is back',
    with_fake,
    async () => {
        const { page, context } = await open('/board');
        await page.waitForSelector('.newest .call');
        const port = world.fake.port;

        await world.fake.close();
        await page.waitForSelector('.link-banner[data-gone="true"]');
        const said = plain(await page.textContent('.link-banner'));
        await fresh_node(port);
        await page.waitForSelector('.link-banner[data-gone="false"]', {
            state: 'attached',
            timeout: 20_000,
        });

        assert.match(said, /since \d\d:\d\d/);
        await context.close();
    },
);
