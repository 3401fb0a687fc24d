// Makes the README's pictures anew: node real/screenshots.mjs FOLDER, in the environment that
// clinic.mjs and WAYSIDE_CHROMIUM name (the target `web_screenshots` does). Everybody in them is
// made up. They are made small with pngquant, where there is one.

import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Clinic, lacking } from './clinic.mjs';

const folder = process.argv[2];
if (!folder || lacking) throw new Error(lacking || 'usage: node real/screenshots.mjs FOLDER');

const pictures = [
    { name: 'desk', path: '/desk', width: 1280, height: 800, sign: '.lists .row .act' },
    { name: 'board', path: '/board', width: 1280, height: 800, sign: '.earlier .number' },
    {
        name: 'kiosk',
        path: '/kiosk',
        width: 800,
        height: 1280,
        sign: '.ticket',
        touch: take_ticket,
    },
];

async function take_ticket(page) {
    await page.locator('.languages button[lang="en"]').click();
    await page.locator('.ways button').last().click();
    await page.locator('#typed').fill('NOBODY00');
    await page.locator('.main.wide').click();
}

async function take(browser, { name, path, width, height, sign, touch }) {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.goto(`${world.url}${path}?lang=en`);
    await touch?.(page);
    // The board shows two calls only now and then; the day goes on until it does.
    await page.waitForSelector(sign, { timeout: 120_000 });
    await page.waitForTimeout(500);
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file });
    await page.close();
    const small = spawnSync('pngquant', ['--force', '--strip', '--speed', '1', '-o', file, file]);
    if (small.error) console.error(`${file} stays as large as it is: no pngquant`);
}

const world = await Clinic.at('10:25');
const browser = await chromium.launch({
    executablePath: process.env.WAYSIDE_CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
});
try {
    world.go_on(20);
    await mkdir(folder, { recursive: true });
    for (const picture of pictures) await take(browser, picture);
} finally {
    await browser.close();
    await world.close();
}
