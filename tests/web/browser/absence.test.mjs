import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setup } from '../fake/setup.mjs';
import {
    comes_to,
    drawn,
    fresh_node,
    languages,
    open,
    plain,
    scrolls_sideways,
    sizes,
    violations,
    with_fake,
    world,
} from './harness.mjs';

/// Whose column comes first.
const sick = setup.practitioners[0].id;

async function desk(options) {
    if (world.fake) {
        await world.fake.close();
        await fresh_node();
    }
    const opened = await open('/desk', options);
    await opened.page.waitForSelector('.sheet [data-row]');
    return opened;
}

async function dialog_of(page) {
    await page.locator('.practitioner select').first().selectOption('sick');
    await page.waitForSelector('dialog.absence[open] .proposal');
    return page.locator('dialog.absence');
}

function placed(practitioner) {
    return [...world.fake.clinic.visits.values()]
        .filter((visit) => visit.practitioner === practitioner && visit.status === 'booked')
        .map((visit) => `${visit.id} ${visit.start}`)
        .sort();
}

test(
    'a sick practitioner, by the keyboard alone: proposals, one done, whom to tell, and undone',
    with_fake,
    async () => {
        const { page, context, faults } = await desk();
        const before = placed(sick);
        const dialog = await dialog_of(page);
        const proposals = await dialog.locator('.proposal').count();
        assert.ok(proposals >= 2 && proposals <= 3);

        await dialog.locator('.proposal .main').first().focus();
        await page.keyboard.press('Enter');

        await dialog.locator('.to-tell .change').first().waitFor();
        const phone = dialog.locator('.to-tell a').first();
        assert.match(await phone.getAttribute('href'), /^tel:\+?\d+$/);
        assert.ok(placed(sick).length < before.length);
        await page.keyboard.press('Escape');
        await page.locator('.practitioner .absent').waitFor();
        assert.equal(await page.locator('dialog.absence[open]').count(), 0);

        await page.locator('.practitioner .absent').focus();
        await page.keyboard.press('Enter');
        await dialog.getByRole('button', { name: 'Undo' }).focus();
        await page.keyboard.press('Enter');

        await page.locator('.practitioner .absent').waitFor({ state: 'detached' });
        assert.deepEqual(placed(sick), before);
        assert.deepEqual(faults, []);
        await context.close();
    },
);

test('asking changes nothing, and closing leaves the state as it was', with_fake, async () => {
    const { page, context } = await desk();
    const head = page.locator('.practitioner select').first();
    const state = await head.inputValue();
    const posts = world.fake.posts.length;

    await dialog_of(page);
    await page.keyboard.press('Escape');

    await comes_to(() => page.locator('dialog.absence[open]').count(), 0);
    assert.equal(await head.inputValue(), state);
    assert.equal(world.fake.posts.length, posts);
    await context.close();
});

test('from a time on, only later visits are concerned', with_fake, async () => {
    const { page, context } = await desk();
    const dialog = await dialog_of(page);
    const all = await dialog.locator('.proposal').first().locator('.change').count();

    await dialog.locator('input[type=time]').first().fill('15:00');
    await dialog.getByRole('button', { name: 'Show proposals' }).click();

    await dialog.getByText(/Absent from .?15:00/).waitFor();
    const later = await dialog.locator('.proposal').first().locator('.change').count();
    assert.ok(later < all);
    await context.close();
});

test('a proposal that the day has overtaken is refused in words, and fresh ones stand below', with_fake, async () => {
    const { page, context } = await desk();
    const dialog = await dialog_of(page);
    const visit = [...world.fake.clinic.visits.values()].find(
        (each) => each.practitioner === sick && each.status === 'booked' && each.start > '2026-03-02T14',
    );
    visit.status = 'cancelled';

    await dialog.locator('.proposal .main').first().click();

    await dialog.locator('.refusal', { hasText: 'The day has changed' }).waitFor();
    await dialog.locator('.proposal .main').first().click();
    await dialog.locator('.to-tell').waitFor();
    await context.close();
});

test('a lost answer is pressed again as the same press', with_fake, async () => {
    const { page, context } = await desk();
    const dialog = await dialog_of(page);
    let lost = 0;
    world.fake.trouble = (path) =>
        path.endsWith('/absence') && (lost += 1) === 1 ? 'lose_answer' : undefined;

    await dialog.locator('.proposal .main').first().click();

    await dialog.locator('.to-tell').waitFor();
    assert.equal(world.fake.clinic.absences.size, 1);
    await context.close();
});

test('a visit that has gone on stands in the way of the undo, in words', with_fake, async () => {
    const { page, context } = await desk();
    const dialog = await dialog_of(page);
    await dialog.locator('.proposal .main').first().click();
    await dialog.locator('.to-tell').waitFor();
    const [absence] = world.fake.clinic.absences.values();
    const moved = absence.changes.find((each) => each.to);
    world.fake.clinic.act(moved.visit, 'check-in', {});

    await dialog.getByRole('button', { name: 'Undo' }).click();

    const said = await dialog.locator('.refusal').textContent();
    assert.match(plain(said), /gone on/);
    assert.equal(absence.undone, false);
    await dialog.getByRole('button', { name: 'leave the visits' }).click();
    await page.locator('.practitioner .absent').waitFor({ state: 'detached' });
    assert.equal(world.fake.clinic.visits.get(moved.visit).status, 'waiting');
    await context.close();
});

test('on a phone the proposals come first, and other times are a press away', with_fake, async () => {
    const { page, context, faults } = await desk({ size: 'small' });
    const dialog = await dialog_of(page);
    const from = dialog.getByLabel('From');

    assert.equal(await from.isVisible(), false);
    await look_at(page, 'absence-phone');
    await dialog.locator('summary').press('Enter');
    await from.waitFor();
    await look_at(page, 'absence-phone-open');
    assert.deepEqual(await violations(page), []);

    // Whoever turns a closed dialog into a wide one still finds the way in.
    await dialog.locator('summary').press('Enter');
    await page.setViewportSize({ width: 820, height: 600 });
    await dialog.locator('summary').press('Enter');
    await from.waitFor();
    assert.deepEqual(faults, []);
    await context.close();
});

for (const language of languages) {
    test(`the dialog in ${language} is readable by everybody at every size`, with_fake, async () => {
        const { page, context, faults } = await desk({ language });
        const dialog = await dialog_of(page);
        for (const [width, height] of Object.values(sizes)) {
            await page.setViewportSize({ width, height });
            await drawn(page);
            assert.deepEqual(await violations(page), []);
            assert.equal(await scrolls_sideways(page), false);
            await look_at(page, `absence-${language}-${width}`);
        }
        await dialog.locator('.proposal .main').first().click();
        await dialog.locator('.to-tell').waitFor();
        for (const [width, height] of Object.values(sizes)) {
            await page.setViewportSize({ width, height });
            await drawn(page);
            assert.deepEqual(await violations(page), []);
            assert.equal(await scrolls_sideways(page), false);
            await look_at(page, `absence-told-${language}-${width}`);
        }
        assert.deepEqual(faults, []);
        await context.close();
    });
}

/// Pictures for a person to look at, where somebody asks for them.
async function look_at(page, name) {
    const folder = process.env.WAYSIDE_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}
