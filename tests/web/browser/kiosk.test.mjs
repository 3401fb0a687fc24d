import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    comes_to,
    fresh_node,
    languages,
    open,
    plain,
    violations,
    with_browser,
    with_fake,
    world,
} from './harness.mjs';

async function kiosk(language = 'en') {
    const opened = await open('/kiosk', { size: 'tall', language });
    await opened.page.waitForSelector('.languages button');
    return opened;
}

async function say_name_and_birth(page, name, [year, month, day]) {
    await page.locator('.languages button[lang="en"]').click();
    await page.locator('.ways button').first().click();
    await page.locator('#typed').fill(name);
    await page.locator('.main.wide').click();
    await page
        .locator('.days button')
        .nth(day - 1)
        .click();
    await page
        .locator('.months button')
        .nth(month - 1)
        .click();
    await page.getByRole('button', { name: String(Math.floor(year / 10) * 10) }).click();
    await page.getByRole('button', { name: String(year), exact: true }).click();
    await page.locator('.said').waitFor();
}

async function ticket_of(page) {
    await page.waitForSelector('.ticket');
    return plain(await page.textContent('.ticket .number'));
}

test('who is booked and who is unknown are told the same words', with_fake, async () => {
    const known = [...world.fake.clinic.visits.values()].find(
        (visit) => visit.status === 'booked' && visit.patient.birth_date,
    ).patient;
    const words = [];
    for (const [name, birth] of [
        [known.name, known.birth_date],
        ['Nobody Known', '1971-05-06'],
    ]) {
        const { page, context } = await kiosk();
        await say_name_and_birth(page, name, birth.split('-').map(Number));
        await page.locator('.main.wide').click();
        const number = await ticket_of(page);
        words.push(plain(await page.textContent('.kiosk')).replace(number, 'N'));
        assert.match(number, /^[A-Z]-\d{3}$/);
        await context.close();
    }

    assert.equal(words[0], words[1]);
});

for (const language of languages) {
    test(`the language chosen first goes with the arrival: ${language}`, with_fake, async () => {
        const { page, context } = await kiosk();
        await page.locator(`.languages button[lang="${language}"]`).click();
        await page.locator('.ways button').last().click();
        await page.locator('#typed').fill('NOBODY00');

        await page.locator('.main.wide').click();
        await page.waitForSelector('.ticket');

        const sent = world.fake.posts.at(-1);
        assert.equal(sent.path, '/api/arrivals');
        assert.deepEqual(JSON.parse(sent.text), { code: 'NOBODY00', language });
        await context.close();
    });
}

test('the name can be typed on the glass, in either script', with_browser, async () => {
    const { page, context } = await kiosk();
    await page.locator('.languages button[lang="ar"]').click();
    await page.locator('.ways button').first().click();

    for (const letter of ['ع', 'ل', 'ي'])
        await page.getByRole('button', { name: letter, exact: true }).click();
    await comes_to(() => page.inputValue('#typed'), 'علي');
    await page.locator('.keys .wide-key').last().click();
    await page.getByRole('button', { name: 'ABC' }).click();
    await page.getByRole('button', { name: 'B', exact: true }).click();

    await comes_to(() => page.inputValue('#typed'), 'علb');
    assert.deepEqual(await violations(page), []);
    await context.close();
});

test('days that a month does not have cannot be pressed', with_browser, async () => {
    const { page, context } = await kiosk();
    await page.locator('.languages button[lang="en"]').click();
    await page.locator('.ways button').first().click();
    await page.locator('#typed').fill('Amina K');
    await page.locator('.main.wide').click();

    await page.locator('.days button').nth(30).click();

    assert.equal(await page.locator('.months button').nth(1).isDisabled(), true);
    assert.equal(await page.locator('.months button').nth(2).isDisabled(), false);
    await context.close();
});

test(
    'the ticket wipes itself, and nothing of the person is left in page, address, history or stores',
    with_fake,
    async () => {
        const { page, context } = await kiosk();
        await page.clock.install();
        await page.reload();
        const history_before = await page.evaluate(() => history.length);
        await say_name_and_birth(page, 'Wanda Wiped', [1980, 4, 9]);
        await page.locator('.main.wide').click();
        const number = await ticket_of(page);

        await page.clock.runFor(16_000);
        await page.waitForSelector('.languages button');

        const left = await page.evaluate(
            () =>
                document.documentElement.outerHTML +
                JSON.stringify({ ...localStorage, ...sessionStorage }),
        );
        assert.ok(!left.includes('Wanda') && !left.includes(number));
        assert.equal(await page.evaluate(() => history.length), history_before);
        assert.ok(!page.url().includes('Wanda'));
        await page.locator('.languages button[lang="en"]').click();
        await page.locator('.ways button').first().click();
        assert.equal(await page.inputValue('#typed'), '');
        await context.close();
    },
);

test('who walks away in the middle is asked, and then forgotten', with_fake, async () => {
    const { page, context } = await kiosk();
    await page.clock.install();
    await page.reload();
    await page.locator('.languages button[lang="en"]').click();
    await page.locator('.ways button').first().click();
    await page.locator('#typed').fill('Walter Away');

    await page.clock.runFor(36_000);
    await page.waitForSelector('.still-there');
    assert.deepEqual(await violations(page), []);
    await page.clock.runFor(11_000);

    await page.waitForSelector('.languages button');
    assert.equal(await page.locator('#typed').count(), 0);
    await context.close();
});

test('who is still there goes on where they were', with_fake, async () => {
    const { page, context } = await kiosk();
    await page.clock.install();
    await page.reload();
    await page.locator('.languages button[lang="en"]').click();
    await page.locator('.ways button').first().click();
    await page.locator('#typed').fill('Stella Stays');
    await page.clock.runFor(37_000);

    await page.locator('.still-there .main').click();
    await page.clock.runFor(30_000);

    assert.equal(await page.inputValue('#typed'), 'Stella Stays');
    await context.close();
});

test('when the node is gone the kiosk sends people to the front desk', with_fake, async () => {
    const { page, context } = await kiosk();
    const port = world.fake.port;
    await world.fake.close();

    await page.waitForSelector('.link-banner[data-gone="true"]');
    const said = await page.textContent('.link-banner');
    await fresh_node(port);

    assert.match(said, /go to the front desk/);
    await context.close();
});
