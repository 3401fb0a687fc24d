// The page of the address itself: where to go, and whether the box answers.

import type { Client } from '../api/client.ts';
import { clock_text, day_text } from '../language/clinic_time.ts';
import { language, text } from '../language/speak.ts';
import { sync } from '../shared/hub.ts';
import { LanguageChoice } from '../shared/language_choice.tsx';
import { LinkBanner } from '../shared/link_banner.tsx';
import { link } from '../shared/link.ts';
import { now_ms } from '../shared/node_clock.ts';
import { setup } from '../shared/node.ts';
import { LinkSwitch } from './link_switch.tsx';

const of_clinic = ['desk', 'kiosk', 'board'] as const;
const of_hub = ['region'] as const;

export function Start({ client }: { client: Client }) {
    const screens = sync.value?.role === 'hub' ? of_hub : of_clinic;
    return (
        <>
            <LinkBanner meaning="start.gone" />
            <main class="start">
                <header>
                    <p class="product">Wayside</p>
                    <LanguageChoice />
                </header>
                <h1>{setup.value?.name ?? text('start.title')}</h1>
                <NodeState />
                <ul class="doors">
                    {screens.map((screen) => (
                        <li key={screen}>
                            <a href={`/${screen}?lang=${language.value}`}>
                                <h2>{text(`start.${screen}`)}</h2>
                                <p>{text(`start.${screen}.says`)}</p>
                            </a>
                        </li>
                    ))}
                </ul>
                {setup.value?.sandbox && <LinkSwitch client={client} />}
            </main>
        </>
    );
}

function NodeState() {
    const known = setup.value;
    if (sync.value?.role === 'hub') return <p class="node-state">{text('start.is_hub')}</p>;
    if (!known) return <p class="node-state">{text('link.joining')}</p>;
    const live = link.value.state === 'live';
    return (
        <p class="node-state" data-live={live}>
            <span class="lamp" aria-hidden="true" />
            {text(live ? 'start.answers' : 'start.silent')}
            {' · '}
            {day_text(known.today)}, {clock_text(now_ms.value)} ({known.time_zone})
            {known.sandbox && <span class="sandbox">{text('start.sandbox')}</span>}
        </p>
    );
}
