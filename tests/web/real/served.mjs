// The real clinic that all tests of a file share, and the hub of its region where they ask for one.

import { join } from 'node:path';
import { after, before } from 'node:test';
import { with_browser, world } from '../browser/pages.mjs';
import { Clinic, Hub, lacking } from './clinic.mjs';

/// What `test` takes as its options: why a test on a real clinic is skipped here, if it is.
export const with_clinic = { skip: with_browser.skip || lacking };

/// A clinic that has heard its day until ten; the day goes on `times_as_fast` as life, or stands
/// still without it. With `region` the screens are those of a hub that the clinic belongs to.
/// `prepare` is awaited with the clinic. Empty until the tests begin.
export function served({ times_as_fast, region, day_after, prepare } = {}) {
    const here = { clinic: undefined, hub: undefined };
    before(async () => {
        if (with_clinic.skip) return;
        if (region) here.hub = await Hub.begin();
        here.clinic = await Clinic.at('10:00', { day_after, hub: here.hub });
        world.base = (here.hub ?? here.clinic).url;
        await prepare?.(here.clinic);
        if (times_as_fast) here.clinic.go_on(times_as_fast);
    });
    after(async () => {
        await here.clinic?.close();
        await here.hub?.close();
    });
    return here;
}

/// Leaves a picture to be looked at, where WAYSIDE_PICTURES names a folder for it.
export async function pictured(page, name, options = {}) {
    const folder = process.env.WAYSIDE_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), ...options });
}
