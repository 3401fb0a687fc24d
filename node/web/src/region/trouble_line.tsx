// Something that was refused, or a log with two histories: what, where, and since when.

import type { SyncTrouble } from '../api/shapes.ts';
import { ago_text, number_text } from '../language/clinic_time.ts';
import { text, text_or } from '../language/speak.ts';
import { now_ms } from '../shared/node_clock.ts';

export function TroubleLine({ trouble }: { trouble: SyncTrouble }) {
    return (
        <p data-rule={trouble.rule}>
            {words_of(trouble)}
            {trouble.log && (
                <span class="where">
                    {text('region.log')} <bdi title={trouble.log}>{trouble.log.slice(0, 8)}</bdi>
                    {trouble.sequence !== undefined &&
                        ` · ${text('region.forks_after', { entry: number_text(trouble.sequence) })}`}
                </span>
            )}
            {trouble.at && (
                <time class="where" dateTime={trouble.at}>
                    {ago_text(trouble.at, now_ms.value)}
                </time>
            )}
        </p>
    );
}

export function name_of(trouble: SyncTrouble): string {
    return [trouble.rule, trouble.device, trouble.log, trouble.by_peer].join(' ');
}

function words_of(trouble: SyncTrouble): string {
    const what = text_or(`trouble.${trouble.rule}`, trouble.rule);
    return trouble.by_peer ? text('region.refused_by_them', { what }) : what;
}
