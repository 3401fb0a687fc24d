// Ten seconds before the screen is wiped it asks; any touch anywhere is an answer.

import { useEffect, useRef } from 'preact/hooks';
import { text } from '../language/speak.ts';
import { seconds_left, somebody_is_here } from './attention.ts';
import { step } from './flow.ts';

export function StillThere() {
    const left = seconds_left.value;
    const asking = left !== undefined && step.value !== 'ticket';
    const yes = useRef<HTMLButtonElement>(null);
    useEffect(() => {
        if (asking) yes.current?.focus();
    }, [asking]);
    if (!asking) return null;
    return (
        <div class="still-there" role="alertdialog" aria-modal="true" aria-labelledby="still-there">
            <div>
                <h2 id="still-there">{text('kiosk.still')}</h2>
                <p>{text('kiosk.still.says', { count: left })}</p>
                <button ref={yes} type="button" class="main wide" onClick={somebody_is_here}>
                    {text('kiosk.still.yes')}
                </button>
            </div>
        </div>
    );
}
