import assert from 'node:assert/strict';
import { test } from 'node:test';
import { No } from '../fake/clinic.mjs';
import { comes_to, fresh_node, open, plain, with_fake, world } from './harness.mjs';

test('the board names nobody, patient or practitioner', with_fake, async () => {
    const told = [];
    const { page, context } = await open('/board');
    page.on('response', (answer) => {
        if (answer.url().includes('/api/')) told.push(said_by(answer));
    });
    await page.reload();
    await page.waitForSelector('.newest .call');

    const shown = plain(await page.textContent('body'));
    const answers = (await Promise.all(told)).filter(({ body }) => body);
    const people = [...world.fake.clinic.patients.values()].map((person) => person.name);
    const { practitioners } = answers.find(({ url }) => url.endsWith('/api/setup')).body;
    const calls = answers.filter(({ url }) => url.endsWith('/api/board'));

    assert.ok(calls.length > 0);
    for (const { body } of calls) {
        for (const call of body.called) {
            assert.deepEqual(Object.keys(call).sort(), ['number', 'room', 'since']);
        }
    }
    const all = JSON.stringify(answers) + shown;
    assert.deepEqual(
        people.filter((name) => all.includes(name)),
        [],
    );
    assert.deepEqual(
        practitioners.filter(({ id }) => shown.toLowerCase().includes(id)),
        [],
    );
    await context.close();
});

/// Without a body for the stream, and for what the reload left behind.
test('what changes before the stream stands is not missed', with_fake, async () => {
    const next = world.fake.clinic.waiting()[0];
    const number = next.tickets[0].number;
    const before = world.fake.cursor;
    const joined_at = [];
    world.fake.joining = (cursor) => {
        joined_at.push(cursor);
        if (joined_at.length > 1) return;
        world.fake.clinic.act(next.id, 'call', { practitioner: next.practitioner });
    };

    const { page, context } = await open('/board');
    await page.locator('.newest .number', { hasText: number }).waitFor();

    world.fake.joining = () => undefined;
    assert.equal(joined_at[0], before);
    await context.close();
});

test('a look that was refused is not the last one', with_fake, async () => {
    const next = world.fake.clinic.waiting()[0];
    const real = world.fake.get.bind(world.fake);
    let refused = 0;
    world.fake.get = (url, device) => {
        if (url.pathname === '/api/board' && (refused += 1) === 1) {
            throw new No(404, 'not_found', 'not now');
        }
        return real(url, device);
    };
    const { page, context } = await open('/board');
    await comes_to(() => refused > 0, true);

    world.fake.clinic.act(next.id, 'call', { practitioner: next.practitioner });

    await page.locator('.newest .number', { hasText: next.tickets[0].number }).waitFor();
    world.fake.get = real;
    await context.close();
});

async function said_by(answer) {
    const is_stream = answer.url().includes('/api/events');
    const body = is_stream ? undefined : await answer.json().catch(() => undefined);
    return { url: answer.url(), body };
}

test('the newest call is the large one, and is said politely', with_fake, async () => {
    const { page, context } = await open('/board');
    await page.waitForSelector('.newest .call');
    const next = world.fake.clinic.waiting()[0];

    world.fake.clinic.act(next.id, 'call', { practitioner: next.practitioner });

    await page.locator('.newest .number', { hasText: next.tickets[0].number }).waitFor();
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
        await page.waitForSelector('.link-banner[data-gone="false"]', { state: 'attached' });

        assert.match(said, /since \d\d:\d\d/);
        await context.close();
    },
);
