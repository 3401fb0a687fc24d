import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translated } from './translated.mjs';

const { Client } = await translated('src/api/client.js');
const { Refused, Unreachable } = await translated('src/api/problem.js');
const { coalesced } = await translated('src/api/coalesce.js');

/// A client before whom a node gives `answers` in order; the last one stands for all that follow.
function client_before(...answers) {
    const world = { asked: [], slept: [], keys: 0 };
    const client = new Client('desk', {
        fetch: async (path, order) => {
            world.asked.push({ path, ...order });
            const answer = answers[Math.min(world.asked.length, answers.length) - 1];
            return answer();
        },
        sleep: async (pause) => world.slept.push(pause),
        random_key: () => `key-${(world.keys += 1)}`,
    });
    return { client, world };
}

const done = (told) => () => new Response(JSON.stringify(told), { status: 200 });
const gone = () => {
    throw new TypeError('fetch failed');
};
const busy = (seconds) => () =>
    new Response('{}', { status: 503, headers: { 'Retry-After': String(seconds) } });
const refused = (status, told) => () => new Response(JSON.stringify(told), { status });
const cut = () => new Response('{"id": "abc', { status: 201 });

const keys_of = (world) => new Set(world.asked.map((order) => order.headers['Idempotency-Key']));

test('one press carries one key over all its attempts', async () => {
    const { client, world } = client_before(gone, busy(1), done({ id: 'v' }));

    const answer = await client.post('/api/visits/v/call', {});

    assert.deepEqual(answer, { id: 'v' });
    assert.equal(world.asked.length, 3);
    assert.deepEqual([...keys_of(world)], ['key-1']);
});

test('two presses carry two keys', async () => {
    const { client, world } = client_before(done({}));

    await client.post('/api/visits/v/call', {});
    await client.post('/api/visits/v/call', {});

    assert.deepEqual([...keys_of(world)], ['key-1', 'key-2']);
});

test('an answer that was cut off is asked for again with the same key', async () => {
    const { client, world } = client_before(cut, done({ id: 'abc' }));

    assert.deepEqual(await client.post('/api/bookings', {}), { id: 'abc' });
    assert.equal(keys_of(world).size, 1);
});

test('a press that nobody answered can be pressed again as the same press', async () => {
    const { client, world } = client_before(gone, gone, gone, gone, done({ id: 'v' }));
    const press = client.press();

    await assert.rejects(client.post('/api/bookings', { a: 1 }, press), Unreachable);
    assert.deepEqual(await client.post('/api/bookings', { a: 1 }, press), { id: 'v' });

    assert.deepEqual([...keys_of(world)], ['key-1']);
});

test('a refusal is not tried again, and brings its rule and alternatives', async () => {
    const slot = { start: '2026-03-02T10:00:00+03:00', minutes: 20, practitioner: 'asha' };
    const told = {
        status: 409,
        rule: 'pool_full',
        detail: 'no room',
        alternatives: [slot, slot, slot, slot],
        bottleneck: { what: 'room', name: 'consulting', alone: true },
    };
    const { client, world } = client_before(refused(409, told));

    const fault = await client.post('/api/bookings', {}).catch((no) => no);

    assert.ok(fault instanceof Refused);
    assert.equal(fault.rule, 'pool_full');
    assert.equal(fault.alternatives.length, 3);
    assert.equal(fault.bottleneck.name, 'consulting');
    assert.equal(world.asked.length, 1);
});

test('a refusal without a readable body is still a refusal', async () => {
    const { client } = client_before(() => new Response('<h1>no</h1>', { status: 403 }));

    const fault = await client.post('/api/bookings', {}).catch((no) => no);

    assert.ok(fault instanceof Refused);
    assert.equal(fault.rule, 'status_403');
});

test('Retry-After is waited for, but never for longer than five seconds', async () => {
    const { client, world } = client_before(busy(2), busy(3600), done({}));

    await client.post('/api/bookings', {});

    assert.deepEqual(world.slept, [2_000, 5_000]);
});

test('a read gives up sooner than a press', async () => {
    const { client, world } = client_before(gone);

    await assert.rejects(client.get('/api/queue'), Unreachable);

    assert.equal(world.asked.length, 2);
});

test('every request names its screen', async () => {
    const { client, world } = client_before(done({}));

    await client.get('/api/queue');
    await client.post('/api/bookings', {});

    assert.deepEqual(
        world.asked.map((order) => order.headers['Wayside-Device']),
        ['desk', 'desk'],
    );
});

test('a fault of ours is not taken for a silent node', async () => {
    const { client } = client_before(() => {
        throw new RangeError('ours');
    });

    await assert.rejects(client.get('/api/queue'), RangeError);
});

test('a burst of changes is looked at twice, not once for each', async () => {
    let looked = 0;
    const pause = () => new Promise((done) => setTimeout(done, 5));
    const look = coalesced(async () => {
        looked += 1;
        await pause();
    }, 5);

    for (let change = 0; change < 50; change += 1) look();
    while (looked < 2) await pause();
    for (let more = 0; more < 6; more += 1) await pause();

    assert.equal(looked, 2);
});
