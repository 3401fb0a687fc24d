// In the practice clinic the link to the hub can be cut and mended, to see that nothing is lost.

import { useState } from 'preact/hooks';
import type { Client } from '../api/client.ts';
import { Refused, Unreachable } from '../api/problem.ts';
import type { Sync } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { sync } from '../shared/hub.ts';
import { light_words, link_words } from '../shared/hub_light.tsx';

export function LinkSwitch({ client }: { client: Client }) {
    const [busy, set_busy] = useState(false);
    const [failed, set_failed] = useState(false);
    const told = sync.value;
    if (told?.role !== 'clinic' || told.light === 'none') return null;
    const is_cut = told.link?.state === 'cut';
    const turn = async () => {
        set_busy(true);
        try {
            sync.value = await client.post<Sync>('/api/sync/link', { open: is_cut });
            set_failed(false);
        } catch (fault) {
            if (!(fault instanceof Refused) && !(fault instanceof Unreachable)) throw fault;
            set_failed(true);
        } finally {
            set_busy(false);
        }
    };
    return (
        <section class="link-switch" data-light={told.light} aria-labelledby="link-switch">
            <div>
                <h2 id="link-switch">{text('start.hub')}</h2>
                <p role="status">
                    {link_words(told)} {light_words(told)}
                </p>
                {failed && <p class="failed">{text('start.hub.failed')}</p>}
            </div>
            <button type="button" disabled={busy} onClick={() => void turn()}>
                {text(is_cut ? 'start.hub.mend' : 'start.hub.cut')}
            </button>
        </section>
    );
}
