// Why the node said no, or that it said nothing.

import { useEffect, useRef } from 'preact/hooks';
import type { Refused } from '../api/problem.ts';
import { text, text_or } from '../language/speak.ts';

export type AbsenceTroubleOf = { refused: Refused } | { silent: true };

export function AbsenceTrouble({ trouble }: { trouble: AbsenceTroubleOf | undefined }) {
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (trouble) box.current?.focus();
    }, [trouble]);
    if (!trouble) return null;
    const refused = 'refused' in trouble ? trouble.refused : undefined;
    return (
        <div class="refusal" role="alert" tabIndex={-1} ref={box}>
            <h3>{text(refused ? 'refused.title' : 'refused.silent')}</h3>
            <p>
                {refused
                    ? text_or(`rule.${refused.rule}`, refused.detail || refused.rule)
                    : text('refused.silent.says')}
            </p>
            {refused?.rule === 'moved_on' && <p dir="auto">{refused.detail}</p>}
        </div>
    );
}
