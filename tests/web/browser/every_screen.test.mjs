import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    drawn,
    languages,
    open,
    scrolls_sideways,
    sizes,
    violations,
    with_browser,
} from './harness.mjs';

const ready = {
    '/': '.node-state[data-live="true"]',
    '/desk': '.sheet, .sheet-empty',
    '/kiosk': '.languages button',
    '/board': '.newest .call, .newest .nobody',
};

async function check(page, size) {
    const [width, height] = sizes[size];
    await page.setViewportSize({ width, height });
    await drawn(page);

    assert.deepEqual(await violations(page), [], size);
    assert.equal(await scrolls_sideways(page), false, size);
}

for (const [path, sign] of Object.entries(ready)) {
    for (const language of languages) {
        test(
            `${path} in ${language} is readable by everybody at every size, and asks nothing outside`,
            with_browser,
            async () => {
                const { page, context, faults, outside } = await open(path, { language });
                await page.waitForSelector(sign);

                for (const size of Object.keys(sizes)) await check(page, size);

                const direction = await page.evaluate(() => document.documentElement.dir);
                assert.deepEqual(faults, []);
                assert.deepEqual(outside, []);
                assert.equal(direction, language === 'ar' ? 'rtl' : 'ltr');
                await context.close();
            },
        );
    }
}
