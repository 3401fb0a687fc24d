import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, open, scrolls_sideways, sizes, violations, with_browser } from './harness.mjs';

const ready = {
    '/': '.node-state[data-live="true"]',
    '/desk': '.sheet, .sheet-empty',
    '/kiosk': '.languages button',
    '/board': '.newest .call, .newest .nobody',
};

for (const [path, sign] of Object.entries(ready)) {
    for (const language of languages) {
        for (const size of Object.keys(sizes)) {
            test(
                `${path} in ${language} at ${size} is readable by everybody and asks nothing outside`,
                with_browser,
                async () => {
                    const { page, context, faults, outside } = await open(path, { language, size });
                    await page.waitForSelector(sign);
                    await page.waitForTimeout(200);

                    const found = await violations(page);
                    const direction = await page.evaluate(() => document.documentElement.dir);

                    assert.deepEqual(found, []);
                    assert.deepEqual(faults, []);
                    assert.deepEqual(outside, []);
                    assert.equal(await scrolls_sideways(page), false);
                    assert.equal(direction, language === 'ar' ? 'rtl' : 'ltr');
                    await context.close();
                },
            );
        }
    }
}
