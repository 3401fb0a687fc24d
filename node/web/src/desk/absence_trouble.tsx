// Why an absence was refused, or that nobody answered; in whose way the day has gone on, by name.

import type { Refused } from '../api/problem.ts';
import { RefusalBox } from './refusal_box.tsx';

export type AbsenceTroubleOf = { refused: Refused } | { silent: true; refused?: undefined };

export function AbsenceTrouble({ trouble }: { trouble: AbsenceTroubleOf | undefined }) {
    if (!trouble) return null;
    const { refused } = trouble;
    return (
        <RefusalBox told={trouble}>
            {refused?.rule === 'moved_on' && <p dir="auto">{refused.detail}</p>}
        </RefusalBox>
    );
}
