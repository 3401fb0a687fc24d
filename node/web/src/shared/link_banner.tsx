import { text } from '../language/speak.ts';
import type { Key } from '../language/speak.ts';
import { link } from './link.ts';

/// Says that the node is gone, since when, and what that means on this screen (`meaning`).
export function LinkBanner({ meaning }: { meaning: Key }) {
    const gone = link.value.state === 'gone';
    return (
        <div class="link-banner" role="status" data-gone={gone}>
            {gone && (
                <>
                    <strong>{text('link.gone', { since: new Date(link.value.since_ms) })}</strong>{' '}
                    <span>{text(meaning)}</span>
                </>
            )}
        </div>
    );
}
