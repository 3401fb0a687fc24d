// A visit by hand on a real node while its day goes on: booked and checked in, and one that walks in
// is called, seen and finished, at every size of screen and in every language.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
    languages,
    open,
    plain,
    scrolls_sideways,
    sizes,
    violations,
} from '../browser/pages.mjs';
import { pictured, served, with_clinic } from './served.mjs';

served({ times_as_fast: 20 });

function words_of(language) {
    const file = join(process.env.WAYSIDE_WEB_MESSAGES, `${language}.json`);
    return JSON.parse(readFileSync(file, 'utf8'));
}

/// One person at the front desk, in one language, at one size.
class AtTheDesk {
    constructor(page, language, size) {
        this.page = page;
        this.words = words_of(language);
        this.place = `${size}-${language}`;
    }

    async seen(step) {
        const { page, place } = this;
        await pictured(page, `${place}-${step}`);
        assert.deepEqual(await violations(page), [], `${place} ${step}`);
        assert.equal(await scrolls_sideways(page), false, `${place} ${step}`);
    }

    async new_person(which, name) {
        await this.page.locator('.orders button').nth(which).click();
        await this.page.waitForSelector('aside input:focus');
        await this.page.keyboard.type(name);
        await this.page.locator('[data-row="new"]').click();
        await this.page.locator('.new-patient .main').click();
    }

    async stands_at(status) {
        const word = this.words[`status.${status}`];
        await this.page.locator('.status-line strong', { hasText: word }).waitFor();
    }

    async press(act, status) {
        await this.page.locator(`[data-main-act="${act}"]`).click();
        await this.stands_at(status);
    }

    number() {
        return this.page.locator('.status-line .number').textContent();
    }
}

for (const language of languages) {
    for (const size of Object.keys(sizes)) {
        test(
            `a booking and a walk-in are carried through by hand, ${size}, ${language}`,
            with_clinic,
            async () => {
                const { page, context, faults, outside } = await open('/desk', { size, language });
                const board = await open('/board', { size, language });
                const at_desk = new AtTheDesk(page, language, size);
                await page.waitForSelector('.lists .row', { state: 'attached' });
                await at_desk.seen('desk');

                await at_desk.new_person(0, `Test Booked ${at_desk.place}`);
                await page.locator('.slots button').last().waitFor();
                await at_desk.seen('booking');
                // Not the first: at this pace it may be past before it is pressed.
                await page.locator('.slots button').last().click();
                await at_desk.stands_at('booked');
                await at_desk.press('check-in', 'waiting');
                await page.keyboard.press('Escape');

                await at_desk.new_person(1, `Test Walker ${at_desk.place}`);
                await page.locator('aside .panel > .main').click();
                await at_desk.stands_at('waiting');
                await at_desk.seen('waiting');
                const practitioner = page.locator('aside select').first();
                if ((await practitioner.inputValue()) === '') {
                    await practitioner.selectOption({ index: 1 });
                }
                await at_desk.press('call', 'called');
                const number = plain(await at_desk.number());
                await board.page
                    .locator('.newest .number, .earlier .number', { hasText: number })
                    .waitFor();
                await at_desk.seen('called');
                await at_desk.press('start', 'in-room');
                await at_desk.press('finish', 'done');

                assert.ok(!(await board.page.textContent('body')).includes('Walker'));
                const noise = [faults, outside, board.faults, board.outside].flat();
                assert.deepEqual(noise, []);
                await Promise.all([board.context.close(), context.close()]);
            },
        );
    }
}
