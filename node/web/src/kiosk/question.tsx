import { useEffect, useRef } from 'preact/hooks';
import { text } from '../language/speak.ts';
import type { Key } from '../language/speak.ts';

/// The heading of a step takes the focus, so that a screen reader reads the new question.
export function Question({ asks }: { asks: Key }) {
    const heading = useRef<HTMLHeadingElement>(null);
    useEffect(() => heading.current?.focus(), [asks]);
    return (
        <h1 ref={heading} tabIndex={-1}>
            {text(asks)}
        </h1>
    );
}
